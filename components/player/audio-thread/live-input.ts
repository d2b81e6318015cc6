// What comes in live, on its way through the strip of a track: heard with what plays, and while nothing plays.
import type { PlayerTrack } from '../types';

type StereoBlock = readonly [Float32Array, Float32Array];

const SILENCE = new Float32Array(0);

/** `feed` and `add` allocate nothing; the rest is called between blocks. */
export class LiveInput {
  /** Which of the loaded tracks it goes through; -1 for none. */
  index = -1;
  #trackId: string | null = null;
  #tracks: readonly PlayerTrack[] = [];
  #left: Float32Array = SILENCE;
  #right: Float32Array = SILENCE;
  /** The frame of what was fed that comes next. */
  #at = 0;

  /** @param trackId null for none */
  set(trackId: string | null): void {
    this.#trackId = trackId;
    this.#find();
  }

  load(tracks: readonly PlayerTrack[]): void {
    this.#tracks = tracks;
    this.#find();
  }

  /** Takes what came in for the next block: left and right, one for both, or nothing. */
  feed(channels: readonly Float32Array[] | undefined): void {
    this.#left = channels?.[0] ?? SILENCE;
    this.#right = channels?.[1] ?? this.#left;
    this.#at = 0;
  }

  /** Adds the next frames to the block of its track. */
  add([left, right]: StereoBlock, frames: number): void {
    const count = Math.min(frames, this.#left.length - this.#at);
    for (let i = 0; i < count; i++) {
      left[i] = (left[i] ?? 0) + (this.#left[this.#at + i] ?? 0);
      right[i] = (right[i] ?? 0) + (this.#right[this.#at + i] ?? 0);
    }
    this.#at += Math.max(0, count);
  }

  #find(): void {
    this.index = this.#tracks.findIndex(({ id }) => id === this.#trackId);
  }
}
