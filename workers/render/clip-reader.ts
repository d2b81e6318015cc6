// Reads a track as its clips lie on the timeline, from as many streams of their sources as sound at once.
import { addClipRead, type Clip, type ClipRead, clipEnd, clipReads, clipsEnd } from '@/audio/mix/clips';
import { type Samples, samples } from '@/audio/units';
import type { StemReader } from './stem-reader';

/** Opens what a clip plays so that the next sample read is the one at `sourceStart`. */
export type OpenClip = (clip: Clip, sourceStart: Samples) => Promise<StemReader>;

/** Names a position in the source of a clip. */
const placeIn = ({ source = '' }: Clip, position: number): string => `${source} ${position}`;

export class ClipReader {
  readonly #streams = new Map<Clip, StemReader>();
  /** Streams of clips that have ended, by where in which source they stand: a clip that goes on there takes them over. */
  readonly #waiting = new Map<string, StemReader>();
  readonly #run: readonly [Float32Array, Float32Array];
  readonly #end: Samples;
  readonly #clips: readonly Clip[];
  readonly #openClip: OpenClip;
  #position;

  /** @param position where on the timeline the first read begins */
  constructor(clips: readonly Clip[], blockSize: number, openClip: OpenClip, position = samples(0)) {
    this.#clips = clips;
    this.#openClip = openClip;
    this.#position = position;
    this.#run = [new Float32Array(blockSize), new Float32Array(blockSize)];
    this.#end = clipsEnd(clips);
  }

  /**
   * Fills the first `frames` frames of both channels.
   * @returns how many of them lie before the end of the last clip
   */
  async read(left: Float32Array, right: Float32Array, frames: number): Promise<number> {
    left.fill(0, 0, frames);
    right.fill(0, 0, frames);
    for (const read of clipReads(this.#clips, this.#position, frames)) await this.#add(read, left, right);
    const filled = Math.min(frames, Math.max(0, this.#end - this.#position));
    this.#position = samples(this.#position + frames);
    return filled;
  }

  /** Stops all decoders. */
  async close(): Promise<void> {
    await Promise.all([...this.#streams.values(), ...this.#waiting.values()].map((stream) => stream.close()));
  }

  async #add(read: ClipRead, left: Float32Array, right: Float32Array): Promise<void> {
    const stream = this.#streams.get(read.clip) ?? (await this.#begin(read));
    await stream.read(this.#run[0], this.#run[1], read.frames);
    addClipRead(read, this.#run[0], left);
    addClipRead(read, this.#run[1], right);
    if (read.intoClip + read.frames === read.clip.length) await this.#finish(read.clip, stream);
  }

  async #begin({ clip, sourceStart }: ClipRead): Promise<StemReader> {
    const place = placeIn(clip, sourceStart);
    const stream = this.#waiting.get(place) ?? (await this.#openClip(clip, sourceStart));
    this.#waiting.delete(place);
    this.#streams.set(clip, stream);
    return stream;
  }

  async #finish(clip: Clip, stream: StemReader): Promise<void> {
    this.#streams.delete(clip);
    const place = placeIn(clip, clip.sourceStart + clip.length);
    const isContinued = this.#clips.some(
      (next) => placeIn(next, next.sourceStart) === place && next.start >= clipEnd(clip),
    );
    if (isContinued && !this.#waiting.has(place)) this.#waiting.set(place, stream);
    else await stream.close();
  }
}
