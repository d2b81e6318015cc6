// The rule engine: plans a set whose order is decided.

import type { DjRules } from '@/contract/dj-rules';
import { type MixTrack, mixTrackOf } from '../analyse/mix-track';
import { isSameRecording } from '../order/sequence-cost';
import type { SetPlan, SetTrack, TransitionPlan } from '../types';
import { barsOfTo } from './overlap';
import type { Pair } from './pair';
import { proposals } from './proposals';
import { halvesOf } from './set-excerpt';
import { crossoversOf, pairsOf, planTracks } from './track-plans';
import { transitionIssues } from './transition-issues';

/** The best transition that the validator has nothing against, and that leaves the new track room to go on. */
function planTransition(pair: Pair, rules: DjRules): TransitionPlan {
  const { inEnd } = halvesOf(pair.to, rules);
  const ways = proposals(pair, rules);
  const isPlayable = (way: TransitionPlan) =>
    transitionIssues(way, pair, rules).length === 0 &&
    way.inBar + barsOfTo(way, pair.to, pair.toPlan.bpm) <= inEnd;
  return ways.find(isPlayable) ?? ways.at(-1)!;
}

/** What users should know about a set before they listen to it. */
function notesOn(tracks: readonly MixTrack[]): string[] {
  const silent = tracks.filter(({ grid }) => grid.bars === 0);
  const repeated = tracks.filter(
    ({ track }, i) => i > 0 && isSameRecording(track.analysis, tracks[i - 1]!.track.analysis),
  );
  return [
    ...silent.map(({ track }) => `"${track.name}" is silent and takes no part.`),
    ...repeated.map(({ track }) => `"${track.name}" follows itself.`),
  ];
}

/**
 * Plans a set by the rules.
 * @param tracks in playing order, at least one
 * @throws RangeError with a message for the user when there are no tracks, or all of them are silent
 */
export function planSet(tracks: readonly SetTrack[], rules: DjRules): SetPlan {
  if (tracks.length === 0) throw new RangeError('A set needs at least one track.');
  const mixTracks = tracks.map((track) => mixTrackOf(track, rules));
  if (mixTracks.every(({ grid }) => grid.bars === 0)) throw new RangeError('All of these tracks are silent.');
  const plans = planTracks(mixTracks, rules);
  const transitions = pairsOf(mixTracks, plans, rules).map((pair) => planTransition(pair, rules));
  return {
    strategy: 'rules',
    tracks: plans,
    transitions,
    crossovers: crossoversOf(rules),
    notes: ['The rules planned this set.', ...notesOn(mixTracks)],
  };
}
