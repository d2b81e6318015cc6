// The two tracks of a transition, as they are and as they are planned.
import type { MixTrack } from '../analyse/mix-track';
import type { TrackPlan } from '../types';

export interface TransitionSides {
  readonly from: MixTrack;
  readonly to: MixTrack;
  readonly fromPlan: TrackPlan;
  readonly toPlan: TrackPlan;
}
