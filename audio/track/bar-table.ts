// What happens in every bar: levels, attacks and energy, the material for sections, activity and cues.
import { createFrameMatrix, type FrameMatrix } from '../analysis/frames';
import { meanRow } from './change';
import { quantile } from './curves';
import type { Slots } from './slots';

/** Log levels are worth this much beside attacks when bars are compared. */
const LEVEL_WEIGHT = 0.5;
/** A track whose bars differ by less (in log level) has no louder and quieter parts. */
const MIN_RANGE = 1.5;

export interface BarTable {
  readonly bars: number;
  /** Slot at which bar 0 begins. */
  readonly firstSlot: number;
  readonly barSlots: number;
  /** Mean log level of the bands. */
  readonly levels: FrameMatrix;
  /** Mean attack strength on beats and off-beats: low, mid, high. */
  readonly attacks: FrameMatrix;
  /** Levels and attacks side by side, weighted for comparison. */
  readonly sound: FrameMatrix;
  /** 0 to 1 within the track. */
  readonly energy: Float32Array;
}

function barMeans(matrix: FrameMatrix, firstSlot: number, barSlots: number, bars: number): FrameMatrix {
  const out = createFrameMatrix(bars, matrix.bands);
  for (let bar = 0; bar < bars; bar++) {
    const from = firstSlot + bar * barSlots;
    out.values.set(Float32Array.from(meanRow(matrix, from, from + barSlots)), bar * matrix.bands);
  }
  return out;
}

function sideBySide(levels: FrameMatrix, attacks: FrameMatrix): FrameMatrix {
  const bands = levels.bands + attacks.bands;
  const out = createFrameMatrix(levels.frames, bands);
  for (let bar = 0; bar < levels.frames; bar++) {
    for (let i = 0; i < levels.bands; i++) {
      out.values[bar * bands + i] = LEVEL_WEIGHT * levels.values[bar * levels.bands + i]!;
    }
    for (let i = 0; i < attacks.bands; i++) {
      out.values[bar * bands + levels.bands + i] = attacks.values[bar * attacks.bands + i]!;
    }
  }
  return out;
}

/** Loud, bright and busy bars have high energy: all bands and all attacks count alike. */
function energyOf({ frames, bands, values }: FrameMatrix): Float32Array {
  const raw = new Float32Array(frames);
  for (let i = 0; i < values.length; i++) raw[Math.floor(i / bands)]! += values[i]! / bands;
  const [low, high] = [quantile(raw, 0.05), quantile(raw, 0.95)];
  const range = Math.max(MIN_RANGE * LEVEL_WEIGHT, high - low);
  return raw.map((value) => Math.max(0, Math.min(1, (value - high) / range + 1)));
}

/** Gathers the bars of a track; a last bar that is not whole is left out. */
export function gatherBars(slots: Slots, firstSlot: number, barSlots: number): BarTable {
  const bars = Math.max(0, Math.floor((slots.count - firstSlot) / barSlots));
  const levels = barMeans(slots.levels, firstSlot, barSlots, bars);
  const attacks = barMeans(slots.attacks, firstSlot, barSlots, bars);
  const sound = sideBySide(levels, attacks);
  return { bars, firstSlot, barSlots, levels, attacks, sound, energy: energyOf(sound) };
}
