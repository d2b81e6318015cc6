// How far the single beats of two tracks lie apart: where both have a sharp attack, near what their windows say.
import { SHARP_RISE } from '../../track/onsets';
import { type AttackCurves, BAND_WEIGHTS } from '../analyse/attack-curves';
import { type AttackOffset, bestLag, similarities, WINDOW_BEATS } from './attack-alignment';

/** What is compared around a beat, and how far it is looked for, in beats: less than a sixteenth, which is another note. */
const REACH_BEATS = 0.2;
/** Below this the two attacks are not alike enough to say how far they lie apart. */
const MIN_SIMILARITY = 0.5;
/** Where another lag comes this near to the best one, as over a rolling bass, nobody can say which is meant. */
const RIVAL_SHARE = 0.75;
/**
 * Where the windows say the beat is, less is enough to rival another place: two attacks that chance made alike there came
 * to 1.5 times the similarity of the true one, and were given as 71 and 74 ms.
 */
const EXPECTED_RIVAL_SHARE = 0.5;
/** Rows around the expected place that belong to it. */
const EXPECTED_ROWS = 2;
/** With fewer beats than this share of all, the worst of them says nothing of the others. */
const MIN_SHARE = 0.5;

/** Whether a band has a sharp attack in some rows. */
function isSharp({ values, bands }: AttackCurves, band: number, from: number, rows: number): boolean {
  return Array.from({ length: rows }, (_, i) => values[(from + i) * bands + band]!).some(
    (value) => value >= SHARP_RISE,
  );
}

/** Whether no other peak comes near the highest; where the beat is expected, in the middle, less is near enough. */
function isClear(scores: Float64Array): boolean {
  const max = Math.max(...scores);
  const middle = (scores.length - 1) / 2;
  const peaks = scores.filter((score, i) => {
    const rivalShare = Math.abs(i - middle) <= EXPECTED_ROWS ? EXPECTED_RIVAL_SHARE : RIVAL_SHARE;
    return score >= rivalShare * max && score >= (scores[i - 1] ?? -1) && score >= (scores[i + 1] ?? -1);
  });
  return peaks.length === 1;
}

/** The offset of the window whose middle is nearest to a row. */
function nearestTo(row: number, windows: readonly AttackOffset[], rowsOfWindow: number): AttackOffset {
  const distance = ({ at }: AttackOffset) => Math.abs(at + rowsOfWindow / 2 - row);
  return windows.reduce((nearest, each) => (distance(each) < distance(nearest) ? each : nearest));
}

/**
 * Measures beat by beat, and leaves out beats without a sharp attack of both tracks in the same band.
 * @param beatRows rows at which the beats of the passage's clock begin
 * @param windows what whole windows of the passage say; at least one
 * @returns null where too few beats can be measured
 */
export function beatLags(
  first: AttackCurves,
  second: AttackCurves,
  beatRows: readonly number[],
  windows: readonly AttackOffset[],
): readonly AttackOffset[] | null {
  const beats = beatRows.length - 1;
  const beatLength = (beatRows.at(-1)! - beatRows[0]!) / beats;
  const reach = Math.max(2, Math.round(REACH_BEATS * beatLength));
  const rows = 2 * reach + 1;
  const found = beatRows.slice(0, -1).flatMap((at): AttackOffset[] => {
    const shift = Math.round(nearestTo(at, windows, Math.min(WINDOW_BEATS, beats) * beatLength).rows);
    const from = Math.round(at) - reach;
    const secondFrom = from + shift;
    // Half of an attack at the edge of the passage would be taken for an earlier or a later one.
    if (from < 0 || from + rows > first.frames) return [];
    if (secondFrom - reach < 0 || secondFrom + rows + reach > second.frames) return [];
    const weights = BAND_WEIGHTS.map((weight, band) =>
      isSharp(first, band, from, rows) && isSharp(second, band, secondFrom, rows) ? weight : 0,
    );
    const scores = similarities(first, second, { from, rows, secondFrom, reach }, weights);
    const lag = isClear(scores) ? bestLag(scores, reach, MIN_SIMILARITY) : null;
    return lag === null ? [] : [{ at, rows: shift + lag }];
  });
  return found.length >= MIN_SHARE * beats ? found : null;
}
