// Compares the frames of a part of an MP3 file with the count in its header, and places what is missing.

import type { Piece } from '../pieces';
import { CYCLE_FRAMES, missingByPadding } from './padding-cycle';
import type { End } from './repaired-file';
import type { ScannedFrame } from './scanned-frame';
import type { Claim } from './xing-header';

/** A place where frames are missing or damaged. */
export interface Gap {
  /** The silence in its place: as many frames as the bytes there suggest. */
  readonly piece: { readonly fill: Buffer; times: number };
  readonly frame: ScannedFrame;
  /** Whether bytes were removed here, so that the remaining ones do not show how many. */
  readonly isCut: boolean;
  /** How many frames of the run are before it, and whether the last of those was lost. */
  readonly index: number;
  readonly isFrameLost: boolean;
}

/** Frames that belong together: of one rate, behind one header. */
export interface Run {
  readonly kind: string;
  readonly pieces: Piece[];
  readonly gaps: Gap[];
  readonly first: ScannedFrame;
  claim: Claim | null;
  /** Bytes of each audio frame that is present: the one that contains the header does not count. */
  readonly lengths: number[];
}

/** Makes the gaps `total` frames long together, in proportion to `weights`. */
function share(gaps: readonly Gap[], total: number, weights: readonly number[]): void {
  const sum = weights.reduce((a, b) => a + b, 0);
  let [weight, given] = [0, 0];
  for (const [i, { piece }] of gaps.entries()) {
    weight += weights[i] ?? 0;
    const upTo = Math.round((total * weight) / sum);
    piece.times = upTo - given;
    given = upTo;
  }
}

const filled = (gaps: readonly Gap[]): number => gaps.reduce((sum, { piece }) => sum + piece.times, 0);

/** Gives `missing` frames to the gaps: what damaged bytes suggest stays, bytes that are gone account for the rest. */
function fillGaps(gaps: readonly Gap[], missing: number): void {
  const cut = gaps.filter(({ isCut }) => isCut);
  const rest = missing - filled(gaps.filter(({ isCut }) => !isCut));
  if (cut.length > 0 && rest >= cut.length) {
    // Nothing says how many were removed at which of several places.
    share(
      cut,
      rest,
      cut.map(() => 1),
    );
  } else {
    share(
      gaps,
      missing,
      gaps.map(({ piece }) => Math.max(1, piece.times)),
    );
  }
}

/** Makes gaps as long as the padding of the frames around them says. */
function fillByPadding({ gaps, lengths }: Run): void {
  for (const [i, { piece, index, isCut, isFrameLost }] of gaps.entries()) {
    const before = lengths.slice(Math.max(gaps[i - 1]?.index ?? 0, index - CYCLE_FRAMES), index);
    const behind = lengths.slice(index, gaps[i + 1]?.index ?? index + 2 * CYCLE_FRAMES);
    // What was joined to the frames before begins as they did, and is no later part of them.
    const isJoined = behind.slice(0, CYCLE_FRAMES).every((length, frame) => length === lengths[frame]);
    const count = isCut && !isJoined ? missingByPadding(before, behind) : null;
    if (count !== null) piece.times = count === 0 && isFrameLost ? CYCLE_FRAMES : count;
  }
}

/** What the count says about a run. */
export interface Settled {
  /** Frames that are missing at the end. */
  readonly missing: number;
  readonly end?: End;
}

/**
 * Adjusts the gaps of `run` to the count of its header.
 * @param endsInFrame whether the file was cut within the last frame, so that frames are missing there too
 */
export function settle(run: Run, endsInFrame: boolean): Settled {
  const { claim, gaps, lengths } = run;
  const frames = lengths.length;
  if (!claim) fillByPadding(run);
  // More frames than the header counts: files were joined behind it, or it is wrong. It then says nothing about the end.
  if (!claim || frames > claim.frames) return { missing: 0 };
  let missing = claim.frames - frames;
  if (gaps.length > 0) {
    const isAllDamaged = gaps.every(({ isCut }) => !isCut);
    const inGaps = endsInFrame && isAllDamaged ? Math.min(missing, filled(gaps)) : missing;
    fillGaps(gaps, inGaps);
    missing -= inGaps;
  }
  // FFmpeg cuts the padding that the header announces too late at low sample rates, and not at all from a pipe.
  const end =
    missing === 0 && claim.samples !== null ? { samples: claim.samples, by: 'time' as const } : null;
  return end ? { missing, end } : { missing };
}

/** Discards the count of the first run where it covers the runs behind it as well: the file was joined by frames. */
export function discardTotal(runs: readonly Run[]): void {
  const [first, ...others] = runs;
  if (!first?.claim || others.length === 0) return;
  const total = others.reduce((sum, { lengths }) => sum + lengths.length, first.lengths.length);
  if (first.claim.frames >= total - others.length && first.claim.frames > first.lengths.length)
    first.claim = null;
}
