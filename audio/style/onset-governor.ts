// Lets the bands rise when the stem's bands rise, and not otherwise: attacks of the grains that the stem lacks go.
import type { FrameMatrix } from '../analysis/frames';
import { createRealFft } from '../fft';
import { FILTER_FRAME, filterFrames, type Stereo, spreadGains } from './band-filter';
import { layOutBands, measureBands } from './band-levels';
import { midOf } from './channels';

/** The stem's strongest rises, which set the scale. */
const SCALE_FRAMES = 5;
const LEAST_SCALE = 0.15;
const MOST_SCALE = 1.5;
/** Rises of the stem itself are strengthened by at most this. */
const MOST_LIFT = 2;
/** ...and the levels by at most this. */
const MOST_BOOST_DB = 4;
/** Mean rise in dB that is always allowed: nobody hears it as an onset. */
const FREE_RISE_DB = 0.05;
/** Levels this far below the loudest do not count. */
const RANGE_DB = 80;

/** Mean rise over all bands from each frame to the next, in dB; levels count from `floor` up. */
export function riseOf({ frames, bands, values }: FrameMatrix, floor: number): Float32Array {
  const rises = new Float32Array(frames);
  for (let at = bands; at < frames * bands; at++) {
    const rise = Math.max(floor, values[at]!) - Math.max(floor, values[at - bands]!);
    if (rise > 0) rises[Math.floor(at / bands)]! += rise / bands;
  }
  return rises;
}

function loudestOf(values: Float32Array): number {
  let loudest = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > loudest) loudest = value;
  return loudest;
}

/** How large the rises of the result are beside the stem's, where the stem's are largest. */
function scaleOf(stem: Float32Array, result: Float32Array): number {
  const strongest = Array.from(stem.keys())
    .sort((a, b) => stem[b]! - stem[a]!)
    .slice(0, SCALE_FRAMES);
  let [ours, theirs] = [0, 1e-9];
  for (const frame of strongest) {
    ours += Math.max(result[frame]!, result[frame + 1] ?? 0, result[frame - 1] ?? 0);
    theirs += stem[frame]!;
  }
  return Math.max(LEAST_SCALE, Math.min(MOST_SCALE, ours / theirs));
}

/**
 * Governs the levels that bands are about to have, in place.
 * @param stem band levels of the stem, in dB
 * @param levels band levels of the result, in dB
 */
export function governRises(stem: FrameMatrix, levels: FrameMatrix): void {
  const { frames, bands, values } = levels;
  const floor = loudestOf(values) - RANGE_DB;
  const stemRises = riseOf(stem, loudestOf(stem.values) - RANGE_DB);
  const scale = scaleOf(stemRises, riseOf(levels, floor));
  for (let frame = 1; frame < frames; frame++) {
    const row = frame * bands;
    let rise = 0;
    for (let i = row; i < row + bands; i++) {
      rise += Math.max(0, Math.max(floor, values[i]!) - Math.max(floor, values[i - bands]!)) / bands;
    }
    const allowed = Math.max(scale * stemRises[frame]!, FREE_RISE_DB);
    const factor = rise > 1e-6 ? Math.min(MOST_LIFT, allowed / rise) : 1;
    for (let i = row; i < row + bands; i++) {
      const before = Math.max(floor, values[i - bands]!);
      const now = Math.max(floor, values[i]!);
      if (now > before) values[i] = Math.min(now + MOST_BOOST_DB, before + factor * (now - before));
    }
  }
}

/**
 * Governs the rises that a finished sound really has: grains that overlap also rise within a band.
 * @param stem the mono sum of the stem, as long as the sound
 */
export async function refineRises(stem: Float32Array, sound: Stereo, sampleRate: number): Promise<Stereo> {
  const fft = await createRealFft(FILTER_FRAME);
  try {
    const layout = layOutBands(fft, sampleRate);
    const measured = measureBands(fft, [midOf(...sound)], layout);
    const governed = { ...measured, values: measured.values.slice() };
    governRises(measureBands(fft, [stem], layout), governed);
    for (let i = 0; i < governed.values.length; i++) governed.values[i]! -= measured.values[i]!;
    return filterFrames(fft, sound, (frame, gains) =>
      spreadGains(layout, governed, Math.min(frame, governed.frames - 1), gains),
    );
  } finally {
    fft.dispose();
  }
}
