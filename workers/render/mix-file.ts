// The file a mix is rendered into: packs blocks, measures them and passes them to the encoder.
import { seededRandom, triangularDither } from '@/audio/dither';
import { LoudnessMeter } from '@/audio/loudness/loudness-meter';
import { clampToFullScale } from '@/audio/mix/full-scale';
import { countClipped, type Packer, packer16, packer24, packerFloat } from '@/audio/pcm';
import { gainToDb } from '@/audio/units';
import { type AudioEncoder, openEncoder } from '@/platform/media/encode';
import { figuresOf, NOT_MEASURED } from './measured-file';
import type { RenderedMix, RenderSpec } from './render-spec';

/** Fixed, so that the same mix always gives the same file. */
const DITHER_SEED = 0x150_111;

/** The parts of a render spec that a file needs; its sample rate is that of the blocks. */
export type MixFileSpec = Pick<RenderSpec, 'output' | 'sampleRate' | 'measure'>;

function packerFor({ format, bitDepth, ditherSeed = 0 }: RenderSpec['output'], blockSize: number): Packer {
  if (format === 'mp3' || bitDepth === 32) return packerFloat(blockSize);
  return bitDepth === 16
    ? packer16(blockSize, triangularDither(seededRandom(DITHER_SEED + ditherSeed)))
    : packer24(blockSize);
}

export class MixFile {
  #frames = 0;
  #peak = 0;
  #clipped = 0;

  readonly #encoder: AudioEncoder;
  readonly #packer: Packer;
  readonly #meter: LoudnessMeter | null;
  readonly #keepsOvers: boolean;

  private constructor(
    encoder: AudioEncoder,
    packer: Packer,
    meter: LoudnessMeter | null,
    keepsOvers: boolean,
  ) {
    this.#encoder = encoder;
    this.#packer = packer;
    this.#meter = meter;
    this.#keepsOvers = keepsOvers;
  }

  static async open(spec: MixFileSpec, blockSize: number, signal?: AbortSignal): Promise<MixFile> {
    const { path, format, bitDepth, tags, cover } = spec.output;
    const depth = format === 'mp3' ? 32 : bitDepth;
    const encoder = await openEncoder({
      path,
      format,
      signal,
      channels: 2,
      sampleRate: spec.sampleRate,
      bitDepth: depth,
      tags,
      cover,
    });
    const meter = spec.measure === false ? null : new LoudnessMeter(spec.sampleRate);
    const keepsOvers = spec.output.keepsOvers === true && format === 'wav' && depth === 32;
    return new MixFile(encoder, packerFor(spec.output, blockSize), meter, keepsOvers);
  }

  /** Samples written so far. */
  get length(): number {
    return this.#frames;
  }

  /**
   * Writes the next block, clamped to full scale in place.
   * @param peak its highest absolute sample, which the engine's meters know already
   */
  async write(left: Float32Array, right: Float32Array, frames: number, peak: number): Promise<void> {
    this.#peak = Math.max(this.#peak, peak);
    if (!this.#keepsOvers) {
      if (peak > 1) this.#clipped += countClipped(left, frames) + countClipped(right, frames);
      clampToFullScale(left, frames);
      clampToFullScale(right, frames);
    }
    this.#frames += frames;
    this.#meter?.process(left, right, frames);
    await this.#encoder.write(this.#packer.pack(left, right, frames));
  }

  async finish(): Promise<RenderedMix> {
    const { bytes } = await this.#encoder.finish();
    this.#meter?.finish();
    return {
      bytes,
      lengthSamples: this.#frames,
      peakDbfs: this.#peak > 0 ? gainToDb(this.#peak) : null,
      clippedSamples: this.#clipped,
      ...(this.#meter ? figuresOf(this.#meter.read()) : NOT_MEASURED),
    };
  }

  discard(): Promise<void> {
    return this.#encoder.discard();
  }
}
