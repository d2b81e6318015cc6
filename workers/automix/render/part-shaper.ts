// Plays a track with a gain curve for each of its stems and bands, from any place on.
import { BandSplitter } from '@/audio/automix/analyse/band-splitter';
import type { GainCurve } from '@/audio/automix/plan/gain-curve';
import { gainCurve, type PartCurves } from '@/audio/automix/render/part-curves';
import type { PlanBand, PlanStem } from '@/audio/automix/types';
import type { FrameReader } from '../../stretching/frame-file';

export interface ShaperSources {
  readonly mix: FrameReader;
  /** All stems of the track, or none. */
  readonly stems?: Readonly<Partial<Record<PlanStem, FrameReader>>>;
}

interface MovingStem {
  readonly reader: FrameReader;
  readonly gain: GainCurve;
}

/** Frames that are shaped at once. */
export const SHAPE_FRAMES = BandSplitter.hop;
const WINDOW_FRAMES = BandSplitter.window;

/**
 * Reads the mix; where curves have moved stems or bands away from 0 dB, those. What separation left out of the
 * stems goes with the loudest of them.
 */
export class PartShaper {
  readonly #stems: readonly MovingStem[];
  readonly #bands: Readonly<Record<PlanBand, GainCurve>>;
  readonly #mixed = new Float32Array(2 * WINDOW_FRAMES);
  readonly #stemFrames = new Float32Array(2 * WINDOW_FRAMES);
  readonly #rest = new Float32Array(2 * WINDOW_FRAMES);
  readonly #channel = new Float32Array(WINDOW_FRAMES);
  readonly #belowLow = new Float32Array(SHAPE_FRAMES);
  readonly #belowHigh = new Float32Array(SHAPE_FRAMES);
  readonly #sources: ShaperSources;
  readonly #splitter: BandSplitter;

  constructor(sources: ShaperSources, curves: PartCurves, splitter: BandSplitter) {
    this.#sources = sources;
    this.#splitter = splitter;
    const { bands, stems } = curves;
    this.#bands = { low: gainCurve(bands.low), mid: gainCurve(bands.mid), high: gainCurve(bands.high) };
    const moves = Object.keys(stems).length > 0;
    this.#stems = moves
      ? Object.entries(sources.stems ?? {}).map(([stem, reader]) => ({
          reader,
          gain: gainCurve(stems[stem as PlanStem]),
        }))
      : [];
  }

  /** The `SHAPE_FRAMES` frames from `from` on, interleaved; the array is used again by the next call. */
  async read(from: number): Promise<Float32Array> {
    const to = from + SHAPE_FRAMES;
    const out = this.#mixed.subarray(0, 2 * SHAPE_FRAMES);
    if (Object.values(this.#bands).every((band) => band.isUnity(from, to))) {
      await this.#readStems(from, out);
      return out;
    }
    await this.#readStems(from - BandSplitter.reach, this.#mixed);
    this.#shapeBands(from, 0);
    this.#shapeBands(from, 1);
    return out;
  }

  /** Replaces the window in `mixed` by its shaped middle, for one channel. */
  #shapeBands(from: number, side: 0 | 1): void {
    const mixed = this.#mixed;
    const channel = this.#channel;
    const belowLow = this.#belowLow;
    const belowHigh = this.#belowHigh;
    const { low, mid, high } = this.#bands;
    for (let i = 0; i < WINDOW_FRAMES; i++) channel[i] = mixed[2 * i + side]!;
    this.#splitter.split(channel, belowLow, belowHigh);
    for (let i = 0; i < SHAPE_FRAMES; i++) {
      const position = from + i;
      const [lowGain, midGain, highGain] = [low.at(position), mid.at(position), high.at(position)];
      mixed[2 * i + side] =
        highGain * channel[i + BandSplitter.reach]! +
        (midGain - highGain) * belowHigh[i]! +
        (lowGain - midGain) * belowLow[i]!;
    }
  }

  /** Reads the mix with its stems at their gains. */
  async #readStems(from: number, out: Float32Array): Promise<void> {
    await this.#sources.mix.read(from, out);
    const to = from + out.length / 2;
    if (this.#stems.every(({ gain }) => gain.isUnity(from, to))) return;
    const rest = this.#rest.subarray(0, out.length);
    rest.set(out);
    out.fill(0);
    for (const stem of this.#stems) await this.#addStem(stem, from, out, rest);
    for (let i = 0; i < out.length; i++) {
      const position = from + (i >> 1);
      let loudest = 0;
      for (const { gain } of this.#stems) loudest = Math.max(loudest, gain.at(position));
      out[i]! += loudest * rest[i]!;
    }
  }

  /** Adds a stem at its gain to `out` and takes it from `rest`. */
  async #addStem(
    { reader, gain }: MovingStem,
    from: number,
    out: Float32Array,
    rest: Float32Array,
  ): Promise<void> {
    const frames = this.#stemFrames.subarray(0, out.length);
    await reader.read(from, frames);
    for (let i = 0; i < out.length; i++) {
      out[i]! += gain.at(from + (i >> 1)) * frames[i]!;
      rest[i]! -= frames[i]!;
    }
  }
}
