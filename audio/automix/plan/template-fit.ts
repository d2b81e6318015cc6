// How well each kind of transition suits two tracks where they meet.

import type { DjRules } from '@/contract/dj-rules';
import type { TransitionTemplate } from '@/contract/set-vocabulary';
import type { MixTrack } from '../analyse/mix-track';
import { isClash, type Pair } from './pair';

import type { Window } from './set-excerpt';

/** A groove has this much bass on average. */
const MIN_BASS = 0.3;

const barsOf = ({ bars }: Window): number[] => Array.from({ length: bars }, (_, i) => i);

function meanBass(track: MixTrack, start: number, window: Window): number {
  return barsOf(window).reduce((sum, bar) => sum + track.bassAt(start + bar), 0) / Math.max(1, window.bars);
}

/** Whether both have a bass line where they meet. */
function bothHaveBass({ from, to }: Pair, window: Window): boolean {
  return Math.min(meanBass(from, window.outBar, window), meanBass(to, window.inBar, window)) >= MIN_BASS;
}

function bothSing({ from, to }: Pair, window: Window): boolean {
  const sings = (track: MixTrack, start: number) => barsOf(window).some((bar) => track.isSungAt(start + bar));
  return sings(from, window.outBar) && sings(to, window.inBar);
}

type Fit = (pair: Pair, window: Window, rules: DjRules) => number;

const drumBridge: Fit = (pair, _window, rules) => {
  if (!pair.lock || !(pair.from.hasStems || pair.to.hasStems)) return 0;
  return isClash(pair, rules) ? 3 : 0.6;
};

const vocalHandover: Fit = (pair, window) =>
  pair.lock && pair.from.hasStems && pair.to.hasStems && bothSing(pair, window) ? 2.5 : 0;

const bassSwap: Fit = (pair, window, rules) => {
  if (!pair.lock || !rules.bassSwap) return 0;
  return bothHaveBass(pair, window) ? 2 : 0.9;
};

const blend: Fit = ({ from, to, lock }) => {
  if (lock) return 1;
  // Two grooves that cannot be locked would clash.
  return from.isRhythmic && to.isRhythmic ? 0 : 2;
};

const echoOut: Fit = ({ from, lock }) => {
  if (lock) return 0.3;
  return from.pulse ? 1.5 : 0;
};

const FITS: Record<TransitionTemplate, Fit> = {
  blend,
  'bass-swap': bassSwap,
  'vocal-handover': vocalHandover,
  'drum-bridge': drumBridge,
  'echo-out': echoOut,
  cut: () => 0.2,
};

/** How well a template suits a pair in a window: 0 (not at all) to 3. */
export function fitOf(template: TransitionTemplate, pair: Pair, window: Window, rules: DjRules): number {
  return FITS[template](pair, window, rules);
}
