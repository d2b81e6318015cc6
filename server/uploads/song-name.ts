// What a song is called: the name that was sent, or the file's own without its extension.
import { oneLine } from '@/server/shared/one-line';

export const MAX_NAME_LENGTH = 120;
const EXTENSION = /\.[A-Za-z0-9]{1,5}$/;

/** Cuts between characters, never inside one. */
const shortened = (name: string): string => Array.from(name).slice(0, MAX_NAME_LENGTH).join('').trim();

/** The name for a song from what the person typed, else from its file; markup stays the text it is. */
export function songName(fileName: string, typed: string | undefined): string {
  const chosen = oneLine(typed ?? '');
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  const fromFile = oneLine(oneLine(base).replace(EXTENSION, ''));
  return shortened(chosen || fromFile) || 'Untitled song';
}
