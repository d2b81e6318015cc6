// The two lists beside a set: a tracklist for people and a CUE sheet for players.
import { type Samples, samplesToSeconds } from '@/audio/units';

/** CUE sheets count in frames of a compact disc. */
const FRAMES_PER_SECOND = 75;

export interface ListedTrack {
  readonly name: string;
  /** Where it becomes audible, in samples of the set. */
  readonly start: Samples;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** MM:SS:FF; minutes go on beyond 99. */
function cueTime(start: Samples, sampleRate: number): string {
  const frames = Math.round(samplesToSeconds(start, sampleRate) * FRAMES_PER_SECOND);
  const seconds = Math.floor(frames / FRAMES_PER_SECOND);
  return [Math.floor(seconds / 60), seconds % 60, frames % FRAMES_PER_SECOND].map(two).join(':');
}

/** H:MM:SS, of the second that is nearest, so that it agrees with the CUE sheet. */
function clockTime(start: Samples, sampleRate: number): string {
  const seconds = Math.round(samplesToSeconds(start, sampleRate));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Quotes cannot be written within a CUE sheet's strings, nor can control characters anywhere in a line. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place in a list
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}
const quoted = (text: string): string => `"${plain(text).replaceAll('"', "'")}"`;

/** One line per track: its time and its name. */
export function tracklistText(tracks: readonly ListedTrack[], sampleRate: number): string {
  return tracks.map(({ name, start }) => `${clockTime(start, sampleRate)} ${plain(name)}\n`).join('');
}

const CUE_TYPES = { wav: 'WAVE', flac: 'WAVE', mp3: 'MP3' } as const;

/**
 * A CUE sheet whose times lie within half a frame (6.7 ms) of the tracks' starts.
 * @param file the name of the set's file
 */
export function cueSheetText(
  file: string,
  format: keyof typeof CUE_TYPES,
  tracks: readonly ListedTrack[],
  sampleRate: number,
): string {
  const entries = tracks.flatMap(({ name, start }, index) => [
    `  TRACK ${two(index + 1)} AUDIO`,
    `    TITLE ${quoted(name)}`,
    `    INDEX 01 ${cueTime(start, sampleRate)}`,
  ]);
  return [`FILE ${quoted(file)} ${CUE_TYPES[format]}`, ...entries, ''].join('\n');
}
