// Changes tempo and key of a stream: Signalsmith Stretch, run inside our own audio thread.
import { createStretch, type StretchModule } from 'signalsmith-stretch';
import type { StereoSum } from '@/audio/mix/mix-bus';
import { copyFrames } from '@/audio/playback/copy-frames';
import type { StereoRingBuffer } from '@/audio/playback/stereo-ring-buffer';
import { LiveImageRestorer } from '@/audio/stereo/live-image-restorer';
import { SAMPLE_RATE } from '@/audio/units';
import type { Speed } from '../speed';

/**
 * No frequency above which all move by the same distance instead of the same ratio: with the library's 8 kHz, what lies
 * above would be elsewhere than in an export, up to 3.8 dB of a third at 16 kHz with key -5.
 */
const NO_TONALITY_LIMIT = 0;

/** Both channels that go in, and both that come out, in the library's memory. */
type Views = readonly [View, View, View, View];
type View = Float32Array<ArrayBuffer>;

/** Owns one instance of the library. `start` and `process` allocate nothing. */
export class TimeStretcher {
  /** Input frames that must be available beyond the frame that is output. */
  readonly inputLatency: number;
  /** Output frames that pass until that is so. */
  readonly outputLatency: number;
  readonly #capacity: number;
  readonly #buffers: number;
  readonly #restorer: LiveImageRestorer;
  /** What of the original sounds in a block, and the frame in the ring buffer at which the next one begins. */
  readonly #original: readonly [Float32Array, Float32Array];
  #emitted = 0;
  #views: Views;

  /** Loads the library; off the audio thread's own time as far as the browser can. */
  static async create(): Promise<TimeStretcher> {
    const library = await createStretch();
    library._main();
    return new TimeStretcher(library);
  }

  readonly #library: StretchModule;

  private constructor(library: StretchModule) {
    this.#library = library;
    library._presetDefault(2, SAMPLE_RATE);
    this.inputLatency = library._inputLatency();
    this.outputLatency = library._outputLatency();
    this.#capacity = this.inputLatency + this.outputLatency;
    this.#buffers = library._setBuffers(2, this.#capacity);
    this.#restorer = new LiveImageRestorer(SAMPLE_RATE, this.#capacity);
    this.#original = [new Float32Array(this.#capacity), new Float32Array(this.#capacity)];
    this.#views = this.#viewsOf(library.HEAP8.buffer);
  }

  /** How many input frames lie between the newest one and the one that is output. */
  lead({ tempo }: Speed): number {
    return this.inputLatency + Math.ceil(this.outputLatency * tempo);
  }

  set({ keySemitones }: Speed): void {
    this.#restorer.setPitch(2 ** (keySemitones / 12));
    this.#library._setTransposeSemitones(keySemitones, NO_TONALITY_LIMIT);
  }

  /** Starts again, as if everything in `buffer` had been output at `speed`. */
  start(buffer: StereoRingBuffer, speed: Speed): void {
    this.#analyseFrame();
    this.#library._reset();
    this.set(speed);
    this.#restorer.reset();
    this.#emitted = buffer.written - this.lead(speed);
    buffer.readSingle(buffer.written - this.#capacity, this.#capacity, this.#views[0], this.#views[1]);
    this.#library._seek(this.#capacity, speed.tempo);
  }

  /** Takes `taken` frames of `buffer` from frame `from` on, and gives `frames` frames. */
  process(buffer: StereoRingBuffer, from: number, consumed: number, frames: number, out: StereoSum): void {
    this.#analyseFrame();
    const [inLeft, inRight, outLeft, outRight] = this.#views;
    buffer.readSingle(from, consumed, inLeft, inRight);
    this.#library._process(consumed, frames);
    copyFrames(outLeft, 0, frames, out.left, 0);
    copyFrames(outRight, 0, frames, out.right, 0);
    const [left, right] = this.#original;
    // Counted on from the start: where a change of tempo moves this by some hundredths of a second, a jump would click.
    buffer.readSingle(this.#emitted, consumed, left, right);
    this.#emitted += consumed;
    this.#restorer.process(left, right, consumed, out.left, out.right, frames);
  }

  /** Looks at the library's memory anew after it has grown, which it does not while it processes. */
  #analyseFrame(): void {
    const { buffer } = this.#library.HEAP8;
    if (this.#views[0].buffer !== buffer) this.#views = this.#viewsOf(buffer);
  }

  #viewsOf(buffer: ArrayBuffer): Views {
    const viewOf = (channel: number) =>
      new Float32Array(buffer, this.#buffers + channel * this.#capacity * 4, this.#capacity);
    return [viewOf(0), viewOf(1), viewOf(2), viewOf(3)];
  }
}
