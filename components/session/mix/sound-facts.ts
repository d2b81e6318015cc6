// What the library shows about a sound, as short texts.
import type { StyleSound } from '@/contract/http/library';

const NOTES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];

/** 440 -> "A4" */
export function noteName(hz: number): string {
  const note = Math.round(69 + 12 * Math.log2(hz / 440));
  return `${NOTES[((note % 12) + 12) % 12]}${Math.floor(note / 12) - 1}`;
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function lengthText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** "34 grains, 12 s, E2 to C6", or where its analysis stands. */
export function soundFacts(sound: StyleSound): string {
  if (sound.status === 'error') return sound.error ?? 'This sound cannot be used.';
  if (sound.status === 'queued') return 'Waiting to be analysed';
  if (sound.status === 'analysing') return `Cutting grains, ${Math.floor(sound.progress * 100)} %`;
  const { grains, duration_s, lowest_hz, highest_hz } = sound;
  const range =
    lowest_hz !== null && highest_hz !== null
      ? `${noteName(lowest_hz)} to ${noteName(highest_hz)}`
      : 'no pitched grains';
  const facts = `${plural(grains ?? 0, 'grain')}, ${lengthText(duration_s ?? 0)}, ${range}`;
  return sound.note === null ? facts : `${facts}. ${sound.note}`;
}

export const KIND_LABELS: Readonly<Record<StyleSound['kind'], string>> = {
  starter: 'Starter',
  own: 'Yours',
  shared: 'Shared with you',
};
