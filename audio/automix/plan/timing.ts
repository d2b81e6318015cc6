// The clock of a transition between two tracks whose solo tempos are decided.
import type { MixTrack } from '../analyse/mix-track';
import type { TrackPlan, TransitionPlan } from '../types';
import type { Pair } from './pair';

type Clock = Pick<TransitionPlan, 'isLocked' | 'beatRatio' | 'beatsPerBar' | 'tempo'>;

/** The tempo in which a track arrives at its end, or begins: where a human plays it is not that of the whole. */
const playedTempo = (ownBpm: number, { soloBpm, gridBpm }: { soloBpm: number; gridBpm: number }) =>
  (ownBpm * soloBpm) / gridBpm;

/** The clock of locked beats: from the tempo of the one to that of the other. */
export function lockedClock({ from, to, fromPlan, toPlan, lock }: Pair): Clock {
  const beatRatio = lock!.beatRatio;
  const startBpm = playedTempo(from.pulse!.endBpm, { soloBpm: fromPlan.bpm, gridBpm: from.grid.bpm });
  const arriving = playedTempo(to.pulse!.startBpm, { soloBpm: toPlan.bpm, gridBpm: to.grid.bpm });
  return {
    isLocked: true,
    beatRatio,
    beatsPerBar: from.grid.beatsPerBar,
    tempo: { startBpm, endBpm: arriving / beatRatio },
  };
}

/** The clock of a track that plays at its own tempo. */
function ownClock({ grid }: MixTrack, { bpm }: TrackPlan): Clock {
  return {
    isLocked: false,
    beatRatio: 1,
    beatsPerBar: grid.beatsPerBar,
    tempo: { startBpm: bpm, endBpm: bpm },
  };
}

/** The clock of an echo: that of the track over which it rings. */
export function echoClock({ to, toPlan }: Pair): Clock {
  return ownClock(to, toPlan);
}

/** The clock of free beats: the shorter bars of the two, so that no track runs out of bars before the overlap ends. */
export function freeClock({ from, to, fromPlan, toPlan }: Pair): Clock {
  const minutesPerBar = ({ grid }: MixTrack, { bpm }: TrackPlan) => grid.beatsPerBar / bpm;
  const isFromShorter = minutesPerBar(from, fromPlan) < minutesPerBar(to, toPlan);
  return isFromShorter ? ownClock(from, fromPlan) : ownClock(to, toPlan);
}
