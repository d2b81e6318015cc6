// Limits how fast bands rise to the rises of the stem: removes attacks of the grains that the stem lacks.
import type { FrameMatrix } from '../analysis/frames';
import type { RealFft } from '../fft';
import { foldDownWith } from '../stereo/fold-down';
import { NEPER_PER_DB } from '../units';
import { filterFrames, type Stereo, spreadGains } from './band-filter';
import { BANDS, type BandLayout, measureBands, rowPower } from './band-levels';

/** The stem's strongest rises, which set the scale. */
const SCALE_FRAMES = 5;
const MIN_SCALE = 0.15;
const MAX_SCALE = 1.5;
/** Rises of the stem itself are strengthened by at most this. */
const MAX_LIFT = 2;
/** ...and the levels by at most this. */
const MAX_BOOST_DB = 4;
/** Mean rise in dB that is always allowed: it is not perceived as an onset. */
const FREE_RISE_DB = 0.05;
/** Levels this far below the loudest do not count. */
const RANGE_DB = 80;
/** This share of the level that limiting removes from a frame is restored in its loudest bands, up to a maximum. */
const POWER_SHARE = 0.85;
/** The quieter a band, the less it is given: by this power of its amplitude beside the strongest. */
const POWER_FOCUS = 0.7;
const MAX_POWER_DB = 12;

const sizes = new Float32Array(BANDS);

/** Mean rise over all bands from each frame to the next, in dB; levels count from `floor` up. */
function risesOf({ frames, bands, values }: FrameMatrix, floor: number): Float32Array {
  const rises = new Float32Array(frames);
  for (let frame = 1; frame < frames; frame++) rises[frame] = riseTo(values, frame * bands, bands, floor);
  return rises;
}

/** Mean rise in dB to the row of levels at `row` from the one before. */
function riseTo(values: Float32Array, row: number, bands: number, floor: number): number {
  let sum = 0;
  for (let i = row; i < row + bands; i++) {
    const rise = Math.max(floor, values[i]!) - Math.max(floor, values[i - bands]!);
    if (rise > 0) sum += rise;
  }
  return sum / bands;
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
  return Math.max(MIN_SCALE, Math.min(MAX_SCALE, ours / theirs));
}

/**
 * Brings the power of a row of levels nearer to `wanted` through its loudest bands. They carry the level, but are few,
 * so that an envelope can rise by them alone while the mean over all bands, which is what an onset is, hardly does.
 */
function holdPower(values: Float32Array, row: number, widths: Float32Array, wanted: number): void {
  const power = rowPower(values, row, widths);
  if (power < 1e-12 || wanted < 1e-12) return;
  const missing = POWER_SHARE * 10 * Math.log10(wanted / power);
  const change = Math.max(-MAX_POWER_DB, Math.min(MAX_POWER_DB, missing));
  // Amplitudes as logarithms, so that a power of them is a product.
  let strongest = Number.NEGATIVE_INFINITY;
  for (let band = 0; band < BANDS; band++) {
    sizes[band] = NEPER_PER_DB * values[row + band]! + 0.5 * Math.log(widths[band]!);
    if (sizes[band]! > strongest) strongest = sizes[band]!;
  }
  for (let band = 0; band < BANDS; band++) {
    values[row + band]! += change * Math.exp(POWER_FOCUS * (sizes[band]! - strongest));
  }
}

/**
 * Governs the next levels of the bands, in place, and keeps their level at the stem's.
 * @param stem band levels of the stem, in dB
 * @param levels band levels of the result, in dB
 * @param widths widths of the bands in Hz
 */
export function limitRises(stem: FrameMatrix, levels: FrameMatrix, widths: Float32Array): void {
  const { frames, bands, values } = levels;
  const floor = loudestOf(values) - RANGE_DB;
  const stemRises = risesOf(stem, loudestOf(stem.values) - RANGE_DB);
  const scale = scaleOf(stemRises, risesOf(levels, floor));
  for (let frame = 1; frame < frames; frame++) {
    const row = frame * bands;
    const rise = riseTo(values, row, bands, floor);
    const allowed = Math.max(scale * stemRises[frame]!, FREE_RISE_DB);
    const factor = rise > 1e-6 ? Math.min(MAX_LIFT, allowed / rise) : 1;
    for (let i = row; i < row + bands; i++) {
      const before = Math.max(floor, values[i - bands]!);
      const now = Math.max(floor, values[i]!);
      if (now > before) values[i] = Math.min(now + MAX_BOOST_DB, before + factor * (now - before));
    }
    holdPower(values, row, widths, rowPower(stem.values, row, widths));
  }
}

/**
 * Governs the rises that a finished sound really has: grains that overlap also rise within a band.
 * @param fft a transform of FILTER_FRAME samples, for which `layout` was made
 * @param stem band levels of the stem, which is as long as the sound
 */
export function refineRises(fft: RealFft, layout: BandLayout, stem: FrameMatrix, sound: Stereo): Stereo {
  const measured = measureBands(fft, [foldDownWith(fft, ...sound)], layout);
  const limited = { ...measured, values: measured.values.slice() };
  limitRises(stem, limited, layout.widths);
  for (let i = 0; i < limited.values.length; i++) limited.values[i]! -= measured.values[i]!;
  return filterFrames(fft, sound, (frame, gains) =>
    spreadGains(layout, limited, Math.min(frame, limited.frames - 1), gains),
  );
}
