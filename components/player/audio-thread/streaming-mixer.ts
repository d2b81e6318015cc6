// The mix in song time: the transport decides, the arrangement is read, the mix engine mixes.
import { MixEngine } from '@/audio/mix/engine';
import { type MixGraph, neutralGraph } from '@/audio/mix/graph';
import type { StereoSum } from '@/audio/mix/mix-bus';
import type { StripListener } from '@/audio/mix/strip-listener';
import type { BlockSegment } from '@/audio/playback/block-segment';
import { applyFade, blend, FADE_SAMPLES, fadeToJump } from '@/audio/playback/fade';
import type { LoadedMix } from '../messages';
import type { PlayerTrack } from '../types';
import { Arrangement, sameClips } from './arrangement';
import { LiveInput } from './live-input';
import { SegmentStore } from './segment-store';
import { Transport } from './transport';

/** Frames per block: the render quantum of an AudioWorklet. */
export const BLOCK_FRAMES = 128;

/** Takes what is rendered: `frames` samples from `position` on, at `offset` of the sum. */
export type RunListener = (position: number, frames: number, offset: number) => void;

type StereoBlock = readonly [Float32Array, Float32Array];

const NO_INPUTS: readonly undefined[] = [];
const makeBlock = (): StereoBlock => [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)];

/**
 * Renders the tracks block by block. All of them are read at the transport's one position, so they cannot drift.
 * `render` allocates nothing; every other method is called between blocks.
 */
export class StreamingMixer {
  store = new SegmentStore([]);
  readonly live = new LiveInput();
  #tracks: readonly PlayerTrack[] = [];
  engine = new MixEngine({ stemCount: 0, blockSize: BLOCK_FRAMES });
  readonly transport = new Transport(this.#arrange(neutralGraph(0)));
  #blocks: readonly StereoBlock[] = [];
  #graph = neutralGraph(0);
  #jumps = 0;
  /** The arrangement that is playing, and the one before it while it is blended out. */
  #current = this.transport.audibleArrangement;
  #former: Arrangement | null = null;
  /** How many samples before what plays now the former one is. */
  #formerBehind = 0;
  #blended = 0;
  /** What precedes the loop, for the samples that fade into it, and what the former arrangement contained. */
  readonly #other = makeBlock();
  readonly #listener?: StripListener;
  readonly #onRun?: RunListener;

  /**
   * @param listener receives every strip as it goes into the sum
   * @param onRun is told which samples sound
   */
  constructor(listener?: StripListener, onRun?: RunListener) {
    this.#listener = listener;
    this.#onRun = onRun;
  }

  /** How many strips the meters measure. */
  get trackCount(): number {
    return this.#tracks.length;
  }

  /** Exchanges tracks and stems; segments of stems that stay the same are kept and go on sounding. */
  load({ tracks, stems, graph }: LoadedMix): void {
    const store = new SegmentStore(stems);
    this.store.moveInto(store);
    this.store = store;
    this.#tracks = tracks;
    this.live.load(tracks);
    this.#blocks = tracks.map(makeBlock);
    this.engine = new MixEngine({
      stemCount: tracks.length,
      blockSize: BLOCK_FRAMES,
      listener: this.#listener,
    });
    this.engine.setGraph(graph);
    this.engine.cue(this.transport.position);
    this.#graph = graph;
    this.#current = this.#arrange(graph);
    this.#former = null;
    this.transport.replace(this.#current);
  }

  /**
   * Sets what the strips, the effects and the master do, and which clips sound.
   * @param graph with a strip for every track
   */
  setGraph(graph: MixGraph): void {
    const hasSameClips = graph.strips.every(({ clips }, i) => sameClips(clips, this.#graph.strips[i]?.clips));
    this.#graph = graph;
    this.engine.setGraph(graph);
    if (!hasSameClips) this.transport.rearrange(this.#arrange(graph));
  }

  /**
   * Lets playback go on so many samples later in the song (earlier when negative), blended over without a click. What
   * cannot be blended now stays as it is; what is not loaded is jumped to.
   */
  shift(by: number): void {
    const { transport } = this;
    if (this.#former) return;
    const target = transport.position + by;
    if (transport.shift(by)) {
      this.#former = this.#current;
      this.#formerBehind = by;
      this.#blended = 0;
    } else if (transport.playing && !this.#current.covers(target, target + FADE_SAMPLES)) {
      transport.seek(target);
    }
  }

  /** True while nothing sounds and nothing rings on: what `render` gives is silence, and costs nothing. */
  get quiet(): boolean {
    return this.transport.quiet;
  }

  /** True when the next frame would be the first one after a jump. */
  get landing(): boolean {
    return this.transport.landing;
  }

  /**
   * Writes the next `frames` (at most BLOCK_FRAMES) of the mix before its limiter to `sum` at `offset`. What comes
   * after a jump begins with a call of its own.
   */
  render(sum: StereoSum, offset: number, frames: number): void {
    let done = 0;
    while (done < frames && (done === 0 || !this.landing)) {
      const run = this.transport.next(frames - done);
      this.#follow();
      const at = offset + done;
      if (this.transport.quiet && this.live.index < 0) silence(sum, at, run.frames);
      else this.#mixRun(run, sum, at);
      done += run.frames;
    }
    silence(sum, offset + done, frames - done);
  }

  #arrange({ strips }: MixGraph): Arrangement {
    return new Arrangement(
      this.store,
      this.#tracks,
      strips.map(({ clips }) => clips),
      BLOCK_FRAMES,
    );
  }

  /** Notices what the transport has done: a jump ends what rings on, an edit that sounds is blended in. */
  #follow(): void {
    const { transport } = this;
    if (transport.jumps !== this.#jumps) {
      this.#jumps = transport.jumps;
      this.engine.cue(transport.position);
      this.#former = null;
    }
    if (transport.audibleArrangement === this.#current) return;
    this.#former = this.#current;
    this.#formerBehind = 0;
    this.#blended = 0;
    this.#current = transport.audibleArrangement;
  }

  #mixRun(run: BlockSegment, sum: StereoSum, at: number): void {
    if (run.sounding) {
      for (let track = 0; track < this.#blocks.length; track++) {
        const block = this.#blocks[track];
        if (block) this.#readRun(track, block, run);
      }
      this.#onRun?.(run.position, run.frames, at);
      if (this.#former) this.#blended += run.frames;
      if (this.#blended >= FADE_SAMPLES) this.#former = null;
    }
    const isLive = this.#addLive(run);
    this.engine.mix(run.sounding || isLive ? this.#blocks : NO_INPUTS, run.frames, run.position, sum, at);
    if (run.samplesToJump > 0) fadeToJump(run, sum, at);
  }

  /** Adds what comes in live to the block of its track. @returns whether anything does */
  #addLive({ sounding, frames }: BlockSegment): boolean {
    const block = this.#blocks[this.live.index];
    if (!block) return false;
    if (!sounding) {
      for (const [left, right] of this.#blocks) {
        left.fill(0, 0, frames);
        right.fill(0, 0, frames);
      }
    }
    this.live.add(block, frames);
    return true;
  }

  #readRun(track: number, block: StereoBlock, run: BlockSegment): void {
    const [left, right] = block;
    const current = this.#current;
    const former = this.#former;
    current.read(track, run.position, run.frames, left, right, 0);
    if (former) {
      const behind = run.position - this.#formerBehind;
      this.#crossfade(former, track, block, behind, run.frames, this.#blended, 1);
    }
    if (run.samplesToLoopEnd > 0) this.#fadeIntoLoop(track, block, run);
    if (run.fadeStep !== 0) applyFade(run, left, right);
  }

  /**
   * Fades the last samples before the seam into those before the loop's start, so that the seam is as smooth as
   * the song is there, while the first beat of the loop keeps its attack and the loop its exact length.
   */
  #fadeIntoLoop(track: number, block: StereoBlock, run: BlockSegment): void {
    const { loop } = this.transport;
    if (loop)
      this.#crossfade(
        this.#current,
        track,
        block,
        loop.start - run.samplesToLoopEnd,
        run.frames,
        run.samplesToLoopEnd,
        -1,
      );
  }

  /** Blends a track's block with what `arrangement` has at `position`, by the fade's gain from `step` on. */
  #crossfade(
    arrangement: Arrangement,
    track: number,
    [left, right]: StereoBlock,
    position: number,
    frames: number,
    step: number,
    direction: 1 | -1,
  ): void {
    const [otherLeft, otherRight] = this.#other;
    arrangement.read(track, position, frames, otherLeft, otherRight, 0);
    blend(left, otherLeft, frames, step, direction);
    blend(right, otherRight, frames, step, direction);
  }
}

function silence({ left, right }: StereoSum, offset: number, frames: number): void {
  left.fill(0, offset, offset + frames);
  right.fill(0, offset, offset + frames);
}
