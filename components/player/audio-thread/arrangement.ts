// What lies where on the timeline: for every track the clips that sound, read from the segments that are there.
import { addClipRead, type Clip, type ClipRead, clipsEnd, wholeClip } from '@/audio/mix/clips';
import { type Samples, samples } from '@/audio/units';
import type { LoopRange, PlayerTrack } from '../types';
import type { SegmentStore } from './segment-store';

/** The clips of a track; null or nothing for its whole source where it was recorded. */
export type StripClips = readonly Clip[] | null | undefined;

/** The clips that a track with a source of `lengthSamples` sounds in. */
export function clipsOf(clips: StripClips, lengthSamples: number): readonly Clip[] {
  return clips ?? [wholeClip(samples(lengthSamples))];
}

const CLIP_FIELDS = ['start', 'sourceStart', 'length', 'fadeIn', 'fadeOut', 'source'] as const;

/** True when two tracks are cut alike. */
export function sameClips(a: StripClips, b: StripClips): boolean {
  if (!a || !b) return !a && !b;
  return a.length === b.length && a.every((clip, i) => CLIP_FIELDS.every((key) => clip[key] === b[i]?.[key]));
}

/** A clip, and which stem of the store it plays; -1 for one that is not there, which is silent. */
interface StoredClip {
  readonly clip: Clip;
  readonly stem: number;
}

/** Never changes: an edit makes a new one. `coversAhead` and `read` allocate nothing. */
export class Arrangement {
  /** Where the last clip ends. */
  readonly length: Samples;
  readonly #clips: readonly (readonly StoredClip[])[];
  readonly #run: readonly [Float32Array, Float32Array];
  readonly #clipRead: { -readonly [Key in keyof ClipRead]: ClipRead[Key] };

  /**
   * @param store what the clips of the tracks play
   * @param clips of every track, in their order
   * @param blockFrames the most frames that are read at once
   */
  constructor(
    readonly store: SegmentStore,
    tracks: readonly PlayerTrack[],
    clips: readonly StripClips[],
    blockFrames: number,
  ) {
    const stems = new Map(store.stems.map(({ id }, index) => [id, index]));
    const placed = tracks.map(({ lengthSamples }, i) => clipsOf(clips[i], lengthSamples));
    this.#clips = tracks.map(({ stemId }, i) =>
      (placed[i] ?? []).map((clip) => ({ clip, stem: stems.get(clip.source ?? stemId ?? '') ?? -1 })),
    );
    this.length = samples(Math.max(0, ...placed.map(clipsEnd)));
    this.#run = [new Float32Array(blockFrames), new Float32Array(blockFrames)];
    const none = samples(0);
    this.#clipRead = { clip: wholeClip(none), sourceStart: none, offset: 0, intoClip: 0, frames: 0 };
  }

  /** True when everything that sounds in [start, end) is there. */
  covers(start: number, end: number): boolean {
    for (let track = 0; track < this.#clips.length; track++) {
      const clips = this.#clips[track];
      if (clips && !this.#holdsClips(clips, start, end)) return false;
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

  /** Writes what sounds of a track in `frames` samples from `position` to `left` and `right` at `offset`. */
  read(
    track: number,
    position: number,
    frames: number,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    left.fill(0, offset, offset + frames);
    right.fill(0, offset, offset + frames);
    const clips = this.#clips[track];
    if (!clips) return;
    for (let i = 0; i < clips.length; i++) {
      const clip = clips[i];
      if (clip && clip.stem >= 0) this.#addClip(clip, position, frames, left, right, offset);
    }
  }

  #holdsClips(clips: readonly StoredClip[], start: number, end: number): boolean {
    for (let i = 0; i < clips.length; i++) {
      const stored = clips[i];
      if (!stored || stored.stem < 0) continue;
      const { clip, stem } = stored;
      const from = Math.max(start, clip.start);
      const to = Math.min(end, clip.start + clip.length);
      const shift = clip.sourceStart - clip.start;
      if (from < to && !this.store.covers(stem, from + shift, to + shift)) return false;
    }
    return true;
  }

  #addClip(
    { clip, stem }: StoredClip,
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
