// The times of the delay: note values in the tempo of the recording, as far as that is known.
import { isTempoKnown } from '@/contract/mix-controls';
import { noteMs } from '@/contract/note-values';
import { type DelaySettings, LONGEST_DELAY_MS } from '@/contract/processors/sends';
import type { EchoSettings } from '../space/echo';

function timeOf(note: number, bpm: number, freeMs: number): number {
  let ms = isTempoKnown(bpm) ? (noteMs(note, bpm) ?? freeMs) : freeMs;
  // A half of a note value is one as well, so that repeats stay on the beat.
  while (ms > LONGEST_DELAY_MS) ms /= 2;
  return ms;
}

/**
 * The delay with both times in milliseconds, from 1 to 2000: that of the note value, halved until it fits, or where a
 * side has none or the tempo is unknown the free time.
 * @param bpm the tempo of the recording in beats per minute; 0 where it is unknown
 */
export const resolveDelay = (
  { leftNote, rightNote, ...settings }: DelaySettings,
  bpm: number,
): EchoSettings => ({
  ...settings,
  leftMs: timeOf(leftNote, bpm, settings.leftMs),
  rightMs: timeOf(rightNote, bpm, settings.rightMs),
});
