// Writes a track as it sounds in the set: with the gain of all its parts, faded at its ends, its loudness measured.
import { GainCurve, type GainPoint } from '@/audio/automix/plan/gain-curve';
import { deinterleave } from '@/audio/interleave';
import { LoudnessMeter } from '@/audio/loudness/loudness-meter';
import { type FrameFileInfo, FrameWriter } from '../../stretching/frame-file';

/** Between a fade's end and the beat that it must not touch. */
const FADE_CLEARANCE = 88;
/** A passage shorter than this says little of a track's loudness. */
const MIN_MEASURED_SECONDS = 10;

export interface SetTrackOptions {
  /** First and last position in the set; the fades take most of `lead` at either end. */
  readonly start: number;
  readonly end: number;
  readonly lead: number;
  readonly full: readonly GainPoint[];
  readonly soloStart: number;
  readonly soloEnd: number;
  readonly sampleRate: number;
}

export class SetTrackWriter {
  readonly #gains: readonly GainCurve[];
  readonly #meter: LoudnessMeter;
  readonly #measured: readonly [from: number, to: number];
  #info: FrameFileInfo | null = null;

  readonly #writer: FrameWriter;

  private constructor(
    writer: FrameWriter,
    { start, end, lead, full, soloStart, soloEnd, sampleRate }: SetTrackOptions,
  ) {
    this.#writer = writer;

    const edges = [
      { at: start, gain: 0 },
      { at: start + lead - FADE_CLEARANCE, gain: 1 },
      { at: end - lead, gain: 1 },
      { at: end - FADE_CLEARANCE, gain: 0 },
    ];
    this.#gains = [new GainCurve(full), new GainCurve(edges)];
    this.#meter = new LoudnessMeter(sampleRate);
    const isLong = soloEnd - soloStart >= MIN_MEASURED_SECONDS * sampleRate;
    this.#measured = isLong ? [soloStart, soloEnd] : [start, end];
  }

  static async open(path: string, options: SetTrackOptions): Promise<SetTrackWriter> {
    return new SetTrackWriter(await FrameWriter.open(path, options.start), options);
  }

  /** Up to where the track is written, in samples of the set. */
  get position(): number {
    return this.#writer.position;
  }

  /** Takes interleaved frames, which it changes. */
  async write(frames: Float32Array): Promise<void> {
    const from = this.#writer.position;
    const to = from + frames.length / 2;
    for (const gain of this.#gains) if (!gain.isUnity(from, to)) applyGain(gain, from, frames);
    this.#measure(frames, from, to);
    await this.#writer.write(frames);
  }

  #measure(frames: Float32Array, from: number, to: number): void {
    const [start, end] = [Math.max(from, this.#measured[0]), Math.min(to, this.#measured[1])];
    if (end <= start) return;
    const [left, right] = deinterleave(frames.subarray(2 * (start - from), 2 * (end - from)));
    this.#meter.process(left, right, left.length);
  }

  async close(): Promise<void> {
    this.#info ??= await this.#writer.finish();
  }

  /** What was written, after `close`. */
  result(): { readonly audio: FrameFileInfo; readonly playedLufs: number } {
    if (!this.#info) throw new Error('The track is still being written.');
    return { audio: this.#info, playedLufs: this.#meter.integratedLufs };
  }
}

function applyGain(gain: GainCurve, from: number, frames: Float32Array): void {
  for (let i = 0; i < frames.length; i += 2) {
    const factor = gain.at(from + i / 2);
    frames[i]! *= factor;
    frames[i + 1]! *= factor;
  }
}
