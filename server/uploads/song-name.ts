// The name of a song: the submitted one, or that of the file without its extension.
import { oneLine } from '@/contract/one-line';

export const MAX_NAME_LENGTH = 120;
const EXTENSION = /\.[A-Za-z0-9]{1,5}$/;

const ELLIPSIS = '…';
/** A name without a space so near its end is cut inside its last word: half of the name would be lost otherwise. */
const MAX_LOST_TO_A_WORD = 30;

/** Cuts after a word where one ends near the limit, never inside a character, and shows the cut. */
function shortened(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_NAME_LENGTH) return name;
  const kept = characters.slice(0, MAX_NAME_LENGTH - 1);
  const wordEnd = characters[MAX_NAME_LENGTH - 1] === ' ' ? kept.length : kept.lastIndexOf(' ');
  const end = wordEnd >= MAX_NAME_LENGTH - MAX_LOST_TO_A_WORD ? wordEnd : kept.length;
  return (
    kept
      .slice(0, end)
      .join('')
      .replace(/[\s\p{Pd}.,;:_]+$/u, '') + ELLIPSIS
  );
}

/** The name for a song from what the person typed, else from its file; markup stays the text it is. */
export function songName(fileName: string, typed: string | undefined): string {
  const chosen = oneLine(typed ?? '');
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const fromFile = oneLine(oneLine(base).replace(EXTENSION, ''));
  return shortened(chosen || fromFile) || 'Untitled song';
}
