// What lies where on the timeline: for every stem the clips that sound, read from the windows that are there.
import { addClipRead, type Clip, type ClipRead, clipsEnd, wholeClip } from '@/audio/mix/clips';
import { type Samples, samples } from '@/audio/units';
import type { LoopRange } from '../types';
import type { SegmentStore } from './segment-store';

/** The clips of a strip; null or nothing for the whole stem where it was recorded. */
export type StripClips = readonly Clip[] | null | undefined;

/** The clips that a stem of `lengthSamples` sounds in. */
export function clipsOf(clips: StripClips, lengthSamples: number): readonly Clip[] {
  return clips ?? [wholeClip(samples(lengthSamples))];
}

const CLIP_FIELDS = ['start', 'sourceStart', 'length', 'fadeIn', 'fadeOut'] as const;

/** True when two strips are cut alike. */
export function sameClips(a: StripClips, b: StripClips): boolean {
  if (!a || !b) return !a && !b;
  return a.length === b.length && a.every((clip, i) => CLIP_FIELDS.every((key) => clip[key] === b[i]?.[key]));
}

/** Never changes: an edit makes a new one. `coversAhead` and `read` allocate nothing. */
export class Arrangement {
  /** Where the last clip ends. */
  readonly length: Samples;
  readonly #clips: readonly (readonly Clip[])[];
  readonly #run: readonly [Float32Array, Float32Array];
  readonly #clipRead: { -readonly [Key in keyof ClipRead]: ClipRead[Key] };

  /**
   * @param clips of every stem of `store`, in its order
   * @param blockFrames the most frames that are read at once
   */
  constructor(
    readonly store: SegmentStore,
    clips: readonly StripClips[],
    blockFrames: number,
  ) {
    this.#clips = store.stems.map((stem, i) => clipsOf(clips[i], stem.lengthSamples));
    this.length = samples(Math.max(0, ...this.#clips.map(clipsEnd)));
    this.#run = [new Float32Array(blockFrames), new Float32Array(blockFrames)];
    const none = samples(0);
    this.#clipRead = { clip: wholeClip(none), sourceStart: none, offset: 0, intoClip: 0, frames: 0 };
  }

  /** True when everything that sounds in [start, end) is there. */
  covers(start: number, end: number): boolean {
    for (let stem = 0; stem < this.#clips.length; stem++) {
      const clips = this.#clips[stem];
      if (clips && !this.#holdsClips(stem, clips, start, end)) return false;
    }
    return true;
  }

  /** True when all that sounds in `count` samples from `position` is there; `count` passes one seam at most. */
  coversAhead(position: number, count: number, loop: LoopRange | null, fade: number): boolean {
    const end = position + count;
    if (loop === null || position >= loop.end || end <= loop.end - fade) return this.covers(position, end);
    if (!this.covers(loop.start - fade, loop.start)) return false;
    if (end <= loop.end) return this.covers(position, end);
    return this.covers(position, loop.end) && this.covers(loop.start, loop.start + end - loop.end);
  }

  /** Writes what sounds of a stem in `frames` samples from `position` to `left` and `right` at `offset`. */
  read(
    stem: number,
    position: number,
    frames: number,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    left.fill(0, offset, offset + frames);
    right.fill(0, offset, offset + frames);
    const clips = this.#clips[stem];
    if (!clips) return;
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i];
      if (clip) this.#addClip(stem, clip, position, frames, left, right, offset);
    }
  }

  #holdsClips(stem: number, clips: readonly Clip[], start: number, end: number): boolean {
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i];
      if (!clip) continue;
      const from = Math.max(start, clip.start);
      const to = Math.min(end, clip.start + clip.length);
      const shift = clip.sourceStart - clip.start;
      if (from < to && !this.store.covers(stem, from + shift, to + shift)) return false;
    }
    return true;
  }

  #addClip(
    stem: number,
    clip: Clip,
    position: number,
    frames: number,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    const from = Math.max(position, clip.start);
    const to = Math.min(position + frames, clip.start + clip.length);
    if (from >= to) return;
    const clipRead = this.#clipRead;
    const run = this.#run;
    clipRead.clip = clip;
    clipRead.intoClip = from - clip.start;
    clipRead.offset = offset + from - position;
    clipRead.frames = to - from;
    this.store.read(stem, clip.sourceStart + clipRead.intoClip, clipRead.frames, run[0], run[1], 0);
    addClipRead(clipRead, run[0], left);
    addClipRead(clipRead, run[1], right);
  }
}
