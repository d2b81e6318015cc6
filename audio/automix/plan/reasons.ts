// The reason for the choice of a transition, in one sentence.
import type { TransitionTemplate } from '@/contract/set-vocabulary';
import { camelotOf } from '../../track/key';
import { transposed } from '../analyse/harmony';
import type { TransitionPlan } from '../types';
import { type Pair, pairDistance } from './pair';

const REASONS: Record<TransitionTemplate, string> = {
  blend: 'one fades into the other',
  'bass-swap': 'both grooves continue while the bass is swapped',
  'vocal-handover': 'one voice stops before the other begins',
  'drum-bridge': 'only the drums of one meet the music of the other',
  'echo-out': 'the last beat echoes away over the new track',
  cut: 'the new track begins where the old one ends',
};

/** Why the beats of two tracks are not locked. */
function whyFree({ from, to }: Pair): string {
  if (!from.pulse || !to.pulse) return 'one of them has no steady beat';
  if (from.grid.beatsPerBar !== to.grid.beatsPerBar) return 'their bars differ in length';
  return `${from.grid.bpm.toFixed(1)} and ${to.grid.bpm.toFixed(1)} BPM are too far apart`;
}

function tempoClause({ tempo, beatRatio }: TransitionPlan): string {
  const [start, end] = [tempo.startBpm.toFixed(1), tempo.endBpm.toFixed(1)];
  const time = beatRatio === 1 ? '' : beatRatio === 2 ? ' in double time' : ' in half time';
  return start === end ? `at ${start} BPM${time}` : `from ${start} to ${end} BPM${time}`;
}

function keyClause(pair: Pair): string | null {
  const { keyEnd } = pair.from;
  const { keyStart } = pair.to;
  if (!keyEnd || !keyStart) return null;
  const names = [
    camelotOf(transposed(keyEnd, pair.fromPlan.semitones)),
    camelotOf(transposed(keyStart, pair.toPlan.semitones)),
  ];
  const distance = pairDistance(pair);
  if (distance === 0) return `both in ${names[0]}`;
  return `${names.join(' and ')} ${distance === 1 ? 'are neighbours' : `lie ${distance} steps apart`}`;
}

/** One sentence for the user. */
export function whyOf(plan: TransitionPlan, pair: Pair): string {
  const { bars, template, isLocked } = plan;
  const length = bars === 0 ? null : bars === 1 ? 'over one bar' : `over ${bars} bars`;
  const clauses = isLocked ? [length, tempoClause(plan), keyClause(pair)] : [length, whyFreeOrNull(pair)];
  const detail = clauses.filter((clause) => clause !== null).join(', ');
  const reason = REASONS[template];
  const text = detail === '' ? reason : `${reason}: ${detail}`;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** Nothing to explain where the beats could have been locked: another rule stood against it. */
const whyFreeOrNull = (pair: Pair): string | null => (pair.lock ? null : whyFree(pair));
