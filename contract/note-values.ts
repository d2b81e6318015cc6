// Note values that a time can be set to, and how long each is at a tempo.
import { MINUTE_MS } from './durations';

interface NoteValue {
  /** `T` is a triplet, `.` a dotted note. */
  readonly label: string;
  /** Length in quarter notes. */
  readonly quarters: number;
}

/** By note, from short to long: triplet, plain, dotted. A setting counts them from 1: 0 is a free time in milliseconds. */
export const NOTE_VALUES: readonly NoteValue[] = [
  { label: '1/32', quarters: 1 / 8 },
  { label: '1/16T', quarters: 1 / 6 },
  { label: '1/16', quarters: 1 / 4 },
  { label: '1/16.', quarters: 3 / 8 },
  { label: '1/8T', quarters: 1 / 3 },
  { label: '1/8', quarters: 1 / 2 },
  { label: '1/8.', quarters: 3 / 4 },
  { label: '1/4T', quarters: 2 / 3 },
  { label: '1/4', quarters: 1 },
  { label: '1/4.', quarters: 3 / 2 },
  { label: '1/2T', quarters: 4 / 3 },
  { label: '1/2', quarters: 2 },
  { label: '1/2.', quarters: 3 },
  { label: '1/1', quarters: 4 },
];

const FREE_LABEL = 'free';

/** The label of a note setting; `free` for 0. */
export const noteLabel = (note: number): string => NOTE_VALUES[note - 1]?.label ?? FREE_LABEL;

/** The note setting of a label in any case, or null for what is none. */
export function noteOfLabel(label: string): number | null {
  const labels = [FREE_LABEL, ...NOTE_VALUES.map((value) => value.label)];
  const note = labels.findIndex((each) => each.toLowerCase() === label.toLowerCase());
  return note < 0 ? null : note;
}

/**
 * The length of a note in milliseconds.
 * @param note counted from 1
 * @param bpm quarter notes per minute, above 0
 * @returns null for 0 (free)
 */
export function noteMs(note: number, bpm: number): number | null {
  const quarters = NOTE_VALUES[note - 1]?.quarters;
  return quarters === undefined ? null : (quarters * MINUTE_MS) / bpm;
}
