// Gives the grains the movement of the stem's spectrum and the mean colour of the style sound.
import { type FrameMatrix, HOP } from '../analysis/frames';
import { SpectrumReader } from '../analysis/spectra';
import type { RealFft } from '../fft';
import { NEPER_PER_DB } from '../units';
import { filterFrames, type Stereo, spreadGains } from './band-filter';
import { activeFrames, BANDS, type BandLayout, meanBands, measureBands, rowPower } from './band-levels';
import { limitRises } from './rise-limiter';

/** The filter changes a band's level by at most this much. */
const MAX_GAIN_DB = 40;
const MIN_GAIN_DB = -60;
/** Half of a partial's height in dB above its band shows: at most +12 dB and -24 dB of height count, as powers. */
const MAX_HEIGHT = 10 ** 1.2;
const MIN_HEIGHT = 10 ** -2.4;
/** Frames between two reports of progress. */
const PROGRESS_EVERY = 512;

export interface ColouringOptions {
  readonly sampleRate: number;
  /** Mean level of each band of the style sound, in dB up to a common offset. */
  readonly colour: Float32Array;
  /** 0..1: how much the bands move with the stem's rather than with the grains' own. */
  readonly follow: number;
  /** The stem's partials are raised and the gaps between them lowered. */
  readonly showsPartials: boolean;
  /** Frequencies of the stem's partials are multiplied by this before they show. */
  readonly ratio: number;
  /** 0..1: how far formants are moved back to where the style sound has them. */
  readonly formantKeep: number;
  /** For each frame the factor by which its grains are transposed. */
  readonly speeds: Float32Array;
  /** Called every few hundred frames with the share done; may throw to stop. */
  readonly onProgress: (share: number) => void;
}

/** The level at a fractional place among a frame's bands. */
function levelAt(values: Float32Array, row: number, place: number): number {
  const clamped = Math.max(0, Math.min(BANDS - 1, place));
  const low = Math.min(BANDS - 2, Math.floor(clamped));
  return values[row + low]! + (clamped - low) * (values[row + low + 1]! - values[row + low]!);
}

/** The band levels that the grains would have without transposition. */
function withFormants(
  grains: FrameMatrix,
  layout: BandLayout,
  { speeds, formantKeep, sampleRate }: ColouringOptions,
): Float32Array {
  if (formantKeep === 0) return grains.values;
  const kept = new Float32Array(grains.values.length);
  const centres = Float64Array.from({ length: BANDS }, (_, band) => {
    const bin = layout.below.findIndex((below, i) => below + layout.share[i]! >= band);
    return bin < 0 ? layout.below.length - 1 : bin;
  });
  const bins = layout.below.length;
  const hzPerBin = sampleRate / 2 / (bins - 1);
  for (let frame = 0; frame < grains.frames; frame++) {
    const row = frame * BANDS;
    for (let band = 0; band < BANDS; band++) {
      const moved = Math.min(bins - 1, Math.round((centres[band]! * hzPerBin * speeds[frame]!) / hzPerBin));
      const place = layout.below[moved]! + layout.share[moved]!;
      const own = grains.values[row + band]!;
      kept[row + band] = own + formantKeep * (levelAt(grains.values, row, place) - own);
    }
  }
  return kept;
}

/** Works out the gain of every band in every frame. */
function bandGains(
  stem: FrameMatrix,
  grains: FrameMatrix,
  layout: BandLayout,
  options: ColouringOptions,
): FrameMatrix {
  const stemMean = meanBands(stem, activeFrames(stem));
  const kept = { ...grains, values: withFormants(grains, layout, options) };
  const grainMean = meanBands(kept, activeFrames(grains));
  const { colour, follow } = options;
  const values = new Float32Array(grains.values.length);
  const widths = layout.widths;
  for (let frame = 0; frame < grains.frames; frame++) {
    const row = frame * BANDS;
    for (let band = 0; band < BANDS; band++) {
      const i = row + band;
      const moved = follow * (stem.values[i]! - stemMean[band]!);
      const own = (1 - follow) * (kept.values[i]! - grainMean[band]!);
      values[i] = colour[band]! + moved + own;
    }
    const power = rowPower(follow > 0 ? stem.values : grains.values, row, widths);
    const lift = 10 * Math.log10(power / rowPower(values, row, widths));
    for (let i = row; i < row + BANDS; i++) {
      const level = values[i]! + lift;
      values[i] = Math.max(grains.values[i]! + MIN_GAIN_DB, Math.min(grains.values[i]! + MAX_GAIN_DB, level));
    }
  }
  if (follow > 0) limitRises(stem, { ...grains, values }, widths);
  for (let i = 0; i < values.length; i++) values[i]! -= grains.values[i]!;
  return { ...grains, values };
}

/** Raises a frame's gains where the stem has partials and lowers them between. */
function showPartials(
  { below, share }: BandLayout,
  ratio: number,
  stem: { bands: FrameMatrix; frame: number; power: Float32Array },
  gains: Float32Array,
): void {
  const { values } = stem.bands;
  const row = stem.frame * BANDS;
  for (let bin = 0; bin < gains.length; bin++) {
    const from = ratio === 1 ? bin : Math.min(gains.length - 1, Math.round(bin / ratio));
    const place = row + below[from]!;
    const smoothDb = values[place]! + share[from]! * (values[place + 1]! - values[place]!);
    const height = (stem.power[from]! + 1e-10) * Math.exp(-2 * NEPER_PER_DB * smoothDb);
    // The fourth root of a power is half the height in dB, as an amplitude.
    gains[bin]! *= Math.sqrt(Math.sqrt(Math.max(MIN_HEIGHT, Math.min(MAX_HEIGHT, height))));
  }
}

/** What is known of the stem: its samples, mixed to one channel, and its band levels. */
export interface ColouredStem {
  readonly mid: Float32Array;
  readonly bands: FrameMatrix;
}

/**
 * Filters the grains of both channels, in short frames.
 * @param fft a transform of FILTER_FRAME samples, for which `layout` was made
 * @param stem as long as the grains
 */
export function colourGrains(
  fft: RealFft,
  layout: BandLayout,
  { mid, bands }: ColouredStem,
  grains: Stereo,
  options: ColouringOptions,
): Stereo {
  const levels = bandGains(bands, measureBands(fft, grains, layout), layout, options);
  const reader = new SpectrumReader(fft, mid, HOP);
  return filterFrames(fft, grains, (frame, gains) => {
    if (frame % PROGRESS_EVERY === 0) options.onProgress(Math.min(1, frame / levels.frames));
    const known = Math.min(frame, levels.frames - 1);
    spreadGains(layout, levels, known, gains);
    if (!options.showsPartials) return;
    showPartials(layout, options.ratio, { bands, frame: known, power: reader.power(known) }, gains);
  });
}
