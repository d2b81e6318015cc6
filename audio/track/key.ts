// The key of a passage: which scale its notes make, and which of its notes phrases begin on.
import { meanRow } from './change';
import type { Slots } from './slots';
import type { Key, Mode } from './types';

/**
 * How much each step above the tonic sounds in electronic music of either mode (after Faraldo et al. 2016,
 * rounded): steps outside the scale are as good as absent, the major third and the fifth carry most.
 */
const PROFILES: Record<Mode, readonly number[]> = {
  major: [1, 0, 0.42, 0, 0.53, 0.37, 0, 0.77, 0, 0.38, 0.21, 0.3],
  minor: [1, 0, 0.36, 0.39, 0, 0.38, 0, 0.74, 0.27, 0, 0.42, 0.23],
};
const TRIADS: Record<Mode, readonly number[]> = { major: [0, 4, 7], minor: [0, 3, 7] };
/** A key and its relative share all notes; the chord on which four bars begin distinguishes them. */
const OPENING_WEIGHT = 2.5;
const PHRASE_BARS = 4;
/** The distance in score to the next key that counts as certain. */
const CLEAR_LEAD = 0.4;

const NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const;
/** Camelot numbers of the major keys by tonic; the relative minor, three semitones below, has the same. */
const CAMELOT_MAJOR = [8, 3, 10, 5, 12, 7, 2, 9, 4, 11, 6, 1] as const;

/** The name of a pitch class, with sharps. */
export function tonicName(tonic: number): string {
  return NAMES[tonic]!;
}

/** The place of a key on the Camelot wheel, such as 8A for A minor. */
export function camelotOf({ tonic, mode }: Pick<Key, 'tonic' | 'mode'>): string {
  const major = mode === 'major' ? tonic : (tonic + 3) % 12;
  return `${CAMELOT_MAJOR[major]}${mode === 'major' ? 'B' : 'A'}`;
}

/** Correlation of the notes, read from `tonic` upwards, with a profile. */
function profileMatch(notes: Float64Array, tonic: number, profile: readonly number[]): number {
  const meanOf = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / 12;
  const [meanNotes, meanProfile] = [meanOf(notes), meanOf(profile)];
  let [product, notesSquared, profileSquared] = [0, 0, 0];
  for (let step = 0; step < 12; step++) {
    const a = notes[(tonic + step) % 12]! - meanNotes;
    const b = profile[step]! - meanProfile;
    product += a * b;
    notesSquared += a * a;
    profileSquared += b * b;
  }
  return notesSquared > 0 ? product / Math.sqrt(notesSquared * profileSquared) : 0;
}

function toShares(notes: Float64Array): Float64Array {
  const sum = notes.reduce((total, value) => total + value, 0);
  return sum > 0 ? notes.map((value) => value / sum) : notes;
}

/** The mean notes of every fourth bar from `fromSlot` on, as shares. */
function openingNotes(
  matrix: Slots['notes'],
  fromSlot: number,
  toSlot: number,
  barSlots: number,
): Float64Array {
  const sum = new Float64Array(12);
  for (let slot = fromSlot; slot < toSlot; slot += PHRASE_BARS * barSlots) {
    const bar = meanRow(matrix, slot, Math.min(toSlot, slot + barSlots));
    for (let i = 0; i < 12; i++) sum[i]! += bar[i]!;
  }
  return toShares(sum);
}

export interface KeyPassage {
  /** The slot at which a phrase begins, and the slot after the last. */
  readonly fromSlot: number;
  readonly toSlot: number;
  readonly barSlots: number;
  /** How sure the bars are, 0 to 1: openings of phrases say nothing when they are guessed. */
  readonly barConfidence: number;
}

/** Estimates the key of a passage, null when no notes sound in it, or in the track none that make a key. */
export function estimateKey(
  slots: Slots,
  { fromSlot, toSlot, barSlots, barConfidence }: KeyPassage,
): Key | null {
  if (!slots.isTonal) return null;
  const notes = meanRow(slots.notes, fromSlot, toSlot);
  if (notes.every((value) => value === 0)) return null;
  const opening = openingNotes(slots.notes, fromSlot, toSlot, barSlots);
  const openingBass = openingNotes(slots.bassNotes, fromSlot, toSlot, barSlots);
  const scored = (['major', 'minor'] as const).flatMap((mode) =>
    Array.from({ length: 12 }, (_, tonic) => {
      const triad = TRIADS[mode].reduce((sum, step) => sum + opening[(tonic + step) % 12]!, 0);
      const start = OPENING_WEIGHT * barConfidence * (triad + openingBass[tonic]!);
      return { tonic, mode, score: profileMatch(notes, tonic, PROFILES[mode]) + start };
    }),
  );
  const [best, second] = scored.sort((a, b) => b.score - a.score);
  const confidence = Math.max(0, Math.min(1, (best!.score - second!.score) / CLEAR_LEAD));
  return { tonic: best!.tonic, mode: best!.mode, confidence };
}
