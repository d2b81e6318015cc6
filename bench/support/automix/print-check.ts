// Prints what the checker found in a set, transition by transition, and compares the worst of each figure
// with its limit.
import type { CheckedTransition, SetCheck } from '../set-checker/check-set';
import { checkTarget } from './targets';

type Figure = (transition: CheckedTransition) => number;

/** Each figure of which the worst counts, with its bar. */
const WORST: ReadonlyArray<readonly [name: string, figure: Figure, atMost: number, unit: string]> = [
  ['beat offset, worst median', ({ beatMs }) => beatMs.median, 5, 'ms'],
  ['beat offset, worst 95th percentile', ({ beatMs }) => beatMs.p95, 10, 'ms'],
  ['beat offset, worst of all', ({ beatMs }) => beatMs.max, 20, 'ms'],
  ['drift', ({ driftMs }) => Math.abs(driftMs), 5, 'ms'],
  ['both basses', ({ bassOverlapBars }) => bassOverlapBars, 1, 'bars'],
  ['summed bass above the louder one', ({ summedBassDb }) => summedBassDb, 1.5, 'dB'],
  ['short-term jump', ({ jumpLu }) => jumpLu, 2, 'LU'],
  ['dip', ({ dipLu }) => dipLu, 3, 'LU'],
  ['clicks', ({ clicks }) => clicks, 0, ''],
];

/** What of a set's figures is known. */
const known = (transitions: readonly CheckedTransition[], figure: Figure): number[] =>
  transitions.map(figure).filter((value) => !Number.isNaN(value));

/** Percentage that does not fall together. */
function missing(transitions: readonly CheckedTransition[], share: Figure): number {
  const shares = known(transitions, share);
  return 100 * (1 - shares.reduce((sum, each) => sum + each, 0) / shares.length);
}

function lineOf(t: CheckedTransition, index: number): string {
  const { median, p95, max } = t.beatMs;
  return (
    `  ${String(index + 1).padStart(2)}: ${t.start.toFixed(1)} to ${t.end.toFixed(1)} s, ${t.beats.length} beats,` +
    ` offset ${median.toFixed(1)} / ${p95.toFixed(1)} / ${max.toFixed(1)} ms,` +
    ` drift ${t.driftMs.toFixed(1)} ms, bass ${t.bassOverlapBars} bars ${t.summedBassDb.toFixed(1)} dB,` +
    ` jump ${t.jumpLu.toFixed(1)}, dip ${t.dipLu.toFixed(1)} LU, clicks ${t.clicks}`
  );
}

export function printCheck({ transitions, levelSpreadLu }: SetCheck): void {
  for (const [index, transition] of transitions.entries()) console.log(lineOf(transition, index));
  for (const [name, figure, atMost, unit] of WORST) {
    checkTarget(name, Math.max(...known(transitions, figure)), atMost, unit);
  }
  const together = (figure: Figure) => missing(transitions, figure);
  checkTarget(
    'downbeats that do not fall together',
    together(({ downbeats }) => downbeats),
    0,
    '%',
  );
  checkTarget(
    'phrases that do not fall together',
    together(({ phrases }) => phrases),
    5,
    '%',
  );
  checkTarget('loudness of tracks off the median', levelSpreadLu, 0.5, 'LU');
}
