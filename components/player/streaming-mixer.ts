// Playback on the audio thread: the transport decides, the window store is read, the mix engine mixes.
import { type MasterSettings, MixEngine, type StripSettings } from '@/audio/mix/engine';
import { FADE_GAIN, FADE_SAMPLES } from './fade';
import { type Run, Transport } from './transport';
import { type StreamedStem, WindowStore } from './window-store';

/** Frames per block: the render quantum of an AudioWorklet. */
export const BLOCK_FRAMES = 128;

const NO_INPUTS: readonly undefined[] = [];

/**
 * Renders the stems block by block. All stems are read at the transport's one position, so they cannot drift.
 * `render` allocates nothing; every other method is called between blocks.
 */
export class StreamingMixer {
  store = new WindowStore([]);
  readonly transport = new Transport(this.store, 0);
  engine = new MixEngine({ stemCount: 0, blockSize: BLOCK_FRAMES });
  private blocks: Float32Array[][] = [];
  private strips: Readonly<Record<string, StripSettings>> = {};
  private master: MasterSettings = { gainDb: 0 };
  /** What comes before the loop, for the samples that fade into it. */
  private readonly lead = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)] as const;

  /** Exchanges the stems; windows of stems that stay the same are kept and go on sounding. */
  load(stems: readonly StreamedStem[]): void {
    const store = new WindowStore(stems);
    this.store.moveInto(store);
    this.store = store;
    this.blocks = stems.map(() => [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)]);
    this.engine = new MixEngine({ stemCount: stems.length, blockSize: BLOCK_FRAMES });
    this.transport.replaceStore(store, Math.max(0, ...stems.map((stem) => stem.lengthSamples)));
    this.applyMix();
  }

  /** Sets the strips by stem id, and the master; a stem without settings plays as it is. */
  setMix(strips: Readonly<Record<string, StripSettings>>, master: MasterSettings): void {
    this.strips = strips;
    this.master = master;
    this.applyMix();
  }

  /** Renders one block of `BLOCK_FRAMES` into `outputs` (left, right). */
  render(outputs: readonly Float32Array[]): void {
    let done = 0;
    let sounding = false;
    while (done < BLOCK_FRAMES) {
      const run = this.transport.next(BLOCK_FRAMES - done);
      for (let stem = 0; stem < this.blocks.length; stem++) this.readRun(stem, run, done);
      sounding ||= run.sounding;
      done += run.frames;
    }
    this.engine.process(sounding ? this.blocks : NO_INPUTS, BLOCK_FRAMES, outputs);
  }

  private applyMix(): void {
    for (const [index, { id }] of this.store.stems.entries()) {
      const strip = this.strips[id];
      if (strip) this.engine.setStem(index, strip);
    }
    this.engine.setMaster(this.master);
  }

  private readRun(stem: number, run: Run, offset: number): void {
    const [left, right] = this.blocks[stem] as [Float32Array, Float32Array];
    if (!run.sounding) {
      left.fill(0, offset, offset + run.frames);
      right.fill(0, offset, offset + run.frames);
      return;
    }
    this.store.read(stem, run.position, run.frames, left, right, offset);
    if (run.toSeam > 0) this.fadeIntoLoop(stem, run, left, right, offset);
    if (run.fadeStep !== 0) applyFade(run, left, right, offset);
  }

  /**
   * Fades the last samples before the seam into those before the loop's start, so that the seam is as smooth as
   * the song is there, while the first beat of the loop keeps its attack and the loop its exact length.
   */
  private fadeIntoLoop(
    stem: number,
    run: Run,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    const [leadLeft, leadRight] = this.lead;
    const { loop } = this.transport;
    if (loop === null) return;
    this.store.read(stem, loop.start - run.toSeam, run.frames, leadLeft, leadRight, 0);
    for (let i = 0; i < run.frames; i++) {
      const gain = FADE_GAIN[run.toSeam - i]!;
      const at = offset + i;
      left[at] = leadLeft[i]! + gain * (left[at]! - leadLeft[i]!);
      right[at] = leadRight[i]! + gain * (right[at]! - leadRight[i]!);
    }
  }
}

function applyFade(run: Run, left: Float32Array, right: Float32Array, offset: number): void {
  for (let i = 0; i < run.frames; i++) {
    const step = run.fade + run.fadeStep * i;
    const gain = FADE_GAIN[Math.min(FADE_SAMPLES, Math.max(0, step))]!;
    left[offset + i]! *= gain;
    right[offset + i]! *= gain;
  }
}
