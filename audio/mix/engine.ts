// The mix engine: stems in, one stereo mix out, the same code in the AudioWorklet, the render worker and the tests.

import type { ReverbSettings } from '@/contract/processors/sends';
import { DEFAULT_DELAY, DEFAULT_REVERB } from '@/contract/processors/sends';
import { LONGEST_LOOK_AHEAD_MS } from '../dynamics/compressor';
import { LONGEST_CHAIN_LATENCY } from '../processors/strip-chain';
import { Echo, type EchoSettings } from '../space/echo';
import { Reverb } from '../space/reverb';
import { SAMPLE_RATE, type Samples, samples } from '../units';
import { ChannelStrip, type StemBlock } from './channel-strip';
import type { MixEngineOptions } from './engine-options';
import type { MixGraph } from './graph';
import { MasterBus } from './master-bus';
import { MeterBank } from './meter-bank';
import { CHUNK_FRAMES, MixBus, type StereoSum, StripScratch } from './mix-bus';
import { isAudio, MixOutput } from './mix-output';
import { SendReturn } from './send-return';
import { StripRouting } from './strip-routing';

/** How long a gain takes to follow its fader: short to the hand, too slow for zipper noise. */
const RAMP_SECONDS = 0.01;

/**
 * Sums stems in float64, each through its channel strip, some of them through the strips of groups, with the returns of
 * reverb and delay, and the sum through the master. Latency is compensated: all strips are delayed to match the latest
 * one, and `latency` is the total. Settings made before the first block apply from its first sample; later ones glide in over
 * `RAMP_SECONDS`. `process` allocates nothing, so it may run on an audio thread; the setters belong between
 * blocks.
 */
export class MixEngine {
  /** Levels after the fader: one entry per stem, then the master. */
  readonly meters: MeterBank;
  readonly #strips: readonly ChannelStrip[];
  readonly #routing: StripRouting;
  readonly #master: MasterBus;
  readonly #reverb: SendReturn<ReverbSettings>;
  readonly #delay: SendReturn<EchoSettings>;
  readonly #bus = new MixBus();
  readonly #output: MixOutput;
  #started = false;
  #position = 0;
  #implausible = 0;
  readonly #options: MixEngineOptions;

  constructor(options: MixEngineOptions) {
    this.#options = options;
    const { stemCount, sampleRate = SAMPLE_RATE } = options;
    const ramp = Math.max(1, Math.round(RAMP_SECONDS * sampleRate));
    const longest = Math.ceil((LONGEST_LOOK_AHEAD_MS * sampleRate) / 1000) + LONGEST_CHAIN_LATENCY;
    const scratch = new StripScratch();
    this.#strips = Array.from(
      { length: stemCount },
      (_, index) => new ChannelStrip(index, sampleRate, ramp, longest, scratch, options.listener),
    );
    this.#routing = new StripRouting(this.#strips, ramp, longest);
    this.#master = new MasterBus(sampleRate, ramp);
    this.#reverb = new SendReturn(new Reverb(sampleRate, ramp), DEFAULT_REVERB, ramp);
    this.#delay = new SendReturn(new Echo(sampleRate, ramp), DEFAULT_DELAY, ramp);
    this.meters = new MeterBank(stemCount + 1);
    this.#output = new MixOutput(this.meters, stemCount);
  }

  /** How many samples later than it went in the audio comes out. */
  get latency(): Samples {
    return samples(this.#routing.latency + this.#master.latency);
  }

  /** How much of the latency lies before the limiter: all that `mix` adds. */
  get mixLatency(): Samples {
    return samples(this.#routing.latency);
  }

  /**
   * How often what came out was no audio: NaN, infinities, or beyond +120 dBFS. It became silence, and the engine began
   * anew, since filters and echoes would repeat such samples for ever.
   */
  get droppedBlocks(): number {
    return this.#implausible;
  }

  /** Writes what each strip's compressor and, last, the limiter takes off at the moment, in dB: 0 or more. */
  readReductions(into: Float32Array): void {
    for (let index = 0; index < this.#strips.length; index++) into[index] = this.#strips[index]!.reductionDb;
    into[this.#strips.length] = this.#master.reductionDb;
  }

  /**
   * Sets everything but clips, which do not concern the engine: the caller reads the stems by them.
   * @throws RangeError when the graph has not as many strips as there are stems, or a group is in a group
   */
  setGraph(graph: MixGraph): void {
    if (graph.strips.length !== this.#strips.length)
      throw new RangeError(`The mix has ${graph.strips.length} strips for ${this.#strips.length} stems.`);
    this.#routing.set(graph.strips, this.#started);
    this.#routing.update(this.#position, this.#started);
    this.#master.set(graph.master, this.#started);
    this.#reverb.set(graph.reverb ?? DEFAULT_REVERB, this.#started);
    this.#delay.set(graph.delay ?? DEFAULT_DELAY, this.#started);
  }

  /** Resets the playback state: nothing rings on, and settings apply at once again until the next block. */
  restart(position = 0): void {
    this.cue(position);
    this.#master.reset();
    this.#master.set(this.#master.settings, false);
  }

  /** Like `restart` for all that comes before the limiter, which still outputs what it contains. */
  cue(position: number): void {
    this.#started = false;
    this.#position = position;
    this.#routing.reset();
    this.#routing.update(position, false);
    this.#master.cue();
    this.#reverb.restart();
    this.#delay.restart();
  }

  /**
   * Mixes one block.
   * @param inputs one entry per stem; a missing or empty one is silence. Each channel contains `frames`
   *   samples or more
   * @param frames 0 to `blockSize`
   * @param outputs left and right, overwritten
   * @param position where the block's first input sample lies on the timeline, for automation; without it,
   *   right after the block before
   * @throws RangeError when `frames` exceeds the block size
   */
  process(
    inputs: readonly (StemBlock | undefined)[],
    frames: number,
    outputs: readonly Float32Array[],
    position = this.#position,
  ): void {
    if (frames > this.#options.blockSize)
      throw new RangeError(`A block has ${this.#options.blockSize} frames at most.`);
    this.#started = true;
    this.#position = position;
    for (let offset = 0; offset < frames; offset += CHUNK_FRAMES) {
      const count = Math.min(CHUNK_FRAMES, frames - offset);
      this.#mixChunk(inputs, offset, count);
      const { sum } = this.#bus;
      // A limiter would bring anything to its ceiling, and remember it for long; without one, the output looks itself.
      if (this.#master.latency > 0) this.#checkSum(count);
      const gain = this.#master.process(sum.left, sum.right, count);
      const isPlausible = this.#output.write(sum, gain, outputs, offset, count);
      this.#position += count;
      if (!isPlausible) this.#recover();
    }
    this.meters.advance(frames, frames);
  }

  /**
   * The first half of `process`, for callers that process the mix between master fader and limiter.
   * @param offset where the block begins in `sum`, which is overwritten from there on
   */
  mix(
    inputs: readonly (StemBlock | undefined)[],
    frames: number,
    position: number,
    sum: StereoSum,
    offset: number,
  ): void {
    this.#started = true;
    this.#position = position;
    const { sum: own } = this.#bus;
    for (let done = 0; done < frames; done += CHUNK_FRAMES) {
      const count = Math.min(CHUNK_FRAMES, frames - done);
      this.#mixChunk(inputs, done, count);
      this.#master.shape(own.left, own.right, count);
      this.#checkSum(count);
      own.copyTo(sum, offset + done, count);
      this.#position += count;
    }
    this.meters.advance(frames, 0);
  }

  /** The second half of `process`: limits, measures and writes the first `frames` frames of `sum`. */
  finish(sum: StereoSum, frames: number, outputs: readonly Float32Array[]): void {
    for (let offset = 0; offset < frames; offset += CHUNK_FRAMES) {
      const count = Math.min(CHUNK_FRAMES, frames - offset);
      const { sum: own } = this.#bus;
      own.copyFrom(sum, offset, count);
      this.#master.finish(own.left, own.right, count);
      if (!this.#output.write(own, 1, outputs, offset, count)) this.#recover();
    }
    this.meters.advance(0, frames);
  }

  /** Silences a sum that is no audio. */
  #checkSum(frames: number): void {
    const { sum } = this.#bus;
    if (isAudio(sum, frames)) return;
    sum.clear(frames);
    this.#recover();
  }

  #recover(): void {
    this.#implausible++;
    this.restart(this.#position);
  }

  #mixChunk(inputs: readonly (StemBlock | undefined)[], offset: number, frames: number): void {
    const bus = this.#bus;
    const routing = this.#routing;
    const reverb = this.#reverb;
    const delay = this.#delay;
    bus.reverbFed = reverb.isRinging || routing.feedsReverb;
    bus.delayFed = delay.isRinging || routing.feedsDelay;
    bus.clear(frames);
    const meters = this.#options.meterStrips === false ? null : this.meters;
    routing.process(inputs, offset, frames, this.#position, bus, meters);
    reverb.process(bus.reverb, bus.reverbFed, frames, bus.sum);
    delay.process(bus.delay, bus.delayFed, frames, bus.sum);
  }
}
