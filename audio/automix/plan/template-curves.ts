// The gain curves of each kind of transition.
import type { TransitionTemplate } from '@/contract/set-vocabulary';
import { CURVE_SILENCE_DB, type CurvePoint, type PartCurve } from '../types';
import { powerFadeIn, powerFadeOut, switchOff, switchOn } from './fade';

/** Two tracks that play together at this level are as loud as one of them alone. */
const TOGETHER_DB = -2;
/** The outer parts of a bass swap, in which one track comes or goes, as a share of the overlap. */
const EDGE_SHARE = 0.25;
/** A track's very first notes are audible, if softly: a fade from nothing would swallow them. */
const FIRST_NOTE_DB = -12;
/** How long basses cross: short enough that they never play together for long, long enough not to click. */
const SWAP_BARS = 0.5;
/** Melodies leave and enter a drum bridge within this many bars, or a quarter of a short one. */
const BRIDGE_EDGE_BARS = 2;
const VOICE_SWITCH_BARS = 0.5;

export interface CurveRequest {
  readonly bars: number;
  /** Where the bass is swapped, in bars since the overlap began; null leaves the basses alone. */
  readonly swapBar: number | null;
  readonly maxSwapBars: number;
  /** Whether `to` plays from its very beginning. */
  readonly isFromStart: boolean;
  readonly stems: { readonly from: boolean; readonly to: boolean };
}

const from = (part: PartCurve['part'], points: readonly CurvePoint[]): PartCurve => ({
  track: 'from',
  part,
  points,
});
const to = (part: PartCurve['part'], points: readonly CurvePoint[]): PartCurve => ({
  track: 'to',
  part,
  points,
});

function bassCurves({ bars, swapBar, maxSwapBars }: CurveRequest): PartCurve[] {
  if (swapBar === null) return [];
  const width = Math.min(SWAP_BARS, maxSwapBars, 2 * swapBar, 2 * (bars - swapBar));
  return [from('low', switchOff(swapBar, width)), to('low', switchOn(swapBar, width))];
}

function blend(request: CurveRequest): PartCurve[] {
  const { bars } = request;
  return [from('full', powerFadeOut(0, bars)), to('full', powerFadeIn(0, bars)), ...bassCurves(request)];
}

/** Both tracks play side by side for the middle of the overlap while the bass is swapped. */
function bassSwap(request: CurveRequest): PartCurve[] {
  const { bars, isFromStart } = request;
  const edge = EDGE_SHARE * bars;
  const entry = isFromStart ? FIRST_NOTE_DB : CURVE_SILENCE_DB;
  return [
    from('full', [
      { bar: 0, gainDb: 0 },
      { bar: edge, gainDb: TOGETHER_DB },
      { bar: bars - edge, gainDb: TOGETHER_DB },
      { bar: bars, gainDb: CURVE_SILENCE_DB },
    ]),
    to('full', [
      { bar: 0, gainDb: entry },
      { bar: edge, gainDb: TOGETHER_DB },
      { bar: bars - edge, gainDb: TOGETHER_DB },
      { bar: bars, gainDb: 0 },
    ]),
    ...bassCurves(request),
  ];
}

/** One voice stops before the other begins. */
function vocalHandover(request: CurveRequest): PartCurve[] {
  const { bars } = request;
  const at = request.swapBar ?? bars / 2;
  const width = Math.min(VOICE_SWITCH_BARS, at, bars - at);
  return [
    ...bassSwap(request),
    from('vocals', switchOff(at - width / 2, width)),
    to('vocals', switchOn(at + width / 2, width)),
  ];
}

/** Only the drums of one track play with the other: those of `from` when it has stems, else those of `to`. */
function drumBridge(request: CurveRequest): PartCurve[] {
  const { bars, stems } = request;
  const edge = Math.min(BRIDGE_EDGE_BARS, EDGE_SHARE * bars);
  const melodies = ['vocals', 'bass', 'other'] as const;
  const leaving = melodies.map((part) => from(part, switchOff(edge / 2, edge)));
  const entering = melodies.map((part) => to(part, switchOn(bars - edge / 2, edge)));
  return [
    from('full', powerFadeOut(bars - edge, bars)),
    to('full', powerFadeIn(0, edge)),
    ...(stems.from ? leaving : entering),
    ...bassCurves(request),
  ];
}

/** The curves of a transition of one kind. */
export function templateCurves(template: TransitionTemplate, request: CurveRequest): PartCurve[] {
  switch (template) {
    case 'blend':
      return blend(request);
    case 'bass-swap':
      return bassSwap(request);
    case 'vocal-handover':
      return vocalHandover(request);
    case 'drum-bridge':
      return drumBridge(request);
    case 'echo-out':
      return [from('full', [{ bar: 0, gainDb: CURVE_SILENCE_DB }])];
    case 'cut':
      return [];
  }
}
