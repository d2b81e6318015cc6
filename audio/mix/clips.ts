// Clips: which part of a stem sounds when, and how the list is edited. All positions are whole samples.
import { type Samples, samples } from '../units';

/** A part of a source on the timeline. Clips of one track may overlap; then they add up. */
export interface Clip {
  /** Where it begins on the timeline. */
  readonly start: Samples;
  /** Where it begins in the source. */
  readonly sourceStart: Samples;
  readonly length: Samples;
  /** Over this many samples it comes in from silence. */
  readonly fadeIn: Samples;
  /** Over this many samples before its end it goes back to silence. */
  readonly fadeOut: Samples;
  /** The id of what it plays; left out for what its track plays. */
  readonly source?: string;
}

/** The clip that is a whole stem where it was recorded. */
export function wholeClip(lengthSamples: Samples): Clip {
  const zero = samples(0);
  return { start: zero, sourceStart: zero, length: lengthSamples, fadeIn: zero, fadeOut: zero };
}

/** The position just after a clip. */
export const clipEnd = (clip: Clip): Samples => samples(clip.start + clip.length);

/** Where a list of clips ends; 0 for an empty list. */
export const clipsEnd = (clips: readonly Clip[]): Samples => samples(Math.max(0, ...clips.map(clipEnd)));

/** Moves a clip; it cannot begin before the timeline does. */
export const moveClip = (clip: Clip, start: Samples): Clip => ({
  ...clip,
  start: samples(Math.max(0, start)),
});

const within = (value: number, low: number, high: number): Samples =>
  samples(Math.min(high, Math.max(low, value)));

/** Fades that no longer fit into a shortened clip are shortened with it, the fade-out first. */
function fitted(clip: Clip): Clip {
  const fadeIn = within(clip.fadeIn, 0, clip.length);
  return { ...clip, fadeIn, fadeOut: within(clip.fadeOut, 0, clip.length - fadeIn) };
}

/** Moves the beginning of a clip to `position` while its audio stays in place; at least one sample is left. */
export function trimClipStart(clip: Clip, position: Samples): Clip {
  const earliest = Math.max(0, clip.start - clip.sourceStart);
  const start = within(position, earliest, clipEnd(clip) - 1);
  const cut = start - clip.start;
  return fitted({
    ...clip,
    start,
    sourceStart: samples(clip.sourceStart + cut),
    length: samples(clip.length - cut),
  });
}

/**
 * Moves the end of a clip to `position`; at least one sample is left.
 * @param sourceLength length of the stem, beyond which there is no audio
 */
export function trimClipEnd(clip: Clip, position: Samples, sourceLength: Samples): Clip {
  const longest = Math.max(1, sourceLength - clip.sourceStart);
  return fitted({ ...clip, length: within(position - clip.start, 1, longest) });
}

/** Sets the fades of a clip, shortened to what fits. */
export const fadeClip = (clip: Clip, fadeIn: Samples, fadeOut: Samples): Clip =>
  fitted({ ...clip, fadeIn, fadeOut });

/**
 * Cuts a clip in two at `position`. Together they sound like the one did, so a fade that reaches over the cut is
 * refused.
 * @returns both parts, or null when `position` is not inside the clip or lies in one of its fades
 */
export function splitClip(clip: Clip, position: Samples): readonly [Clip, Clip] | null {
  const cut = position - clip.start;
  if (cut <= 0 || cut >= clip.length) return null;
  if (cut < clip.fadeIn || cut > clip.length - clip.fadeOut) return null;
  const none = samples(0);
  return [
    { ...clip, length: samples(cut), fadeOut: none },
    {
      ...clip,
      start: position,
      sourceStart: samples(clip.sourceStart + cut),
      length: samples(clip.length - cut),
      fadeIn: none,
    },
  ];
}

/** A run of a stem's samples that plays in a block. */
export interface ClipRead {
  readonly clip: Clip;
  /** Where the run begins in the stem, in the block and in the clip. */
  readonly sourceStart: Samples;
  readonly offset: number;
  readonly intoClip: number;
  readonly frames: number;
}

/** What has to be read, from which place, for the `frames` samples at `position`; silence lies in between. */
export function clipReads(clips: readonly Clip[], position: Samples, frames: number): ClipRead[] {
  const reads: ClipRead[] = [];
  for (const clip of clips) {
    const from = Math.max(position, clip.start);
    const to = Math.min(position + frames, clip.start + clip.length);
    if (from >= to) continue;
    const intoClip = from - clip.start;
    reads.push({
      clip,
      intoClip,
      offset: from - position,
      frames: to - from,
      sourceStart: samples(clip.sourceStart + intoClip),
    });
  }
  return reads;
}

/**
 * The gain of a clip at its sample `index`. Fades are raised cosines: a fade-out and a fade-in of equal length over
 * each other add up to 1.
 */
export function clipGain({ length, fadeIn, fadeOut }: Clip, index: number): number {
  const rise = index < fadeIn ? 0.5 - 0.5 * Math.cos((Math.PI * index) / fadeIn) : 1;
  const left = length - index;
  const fall = left < fadeOut ? 0.5 - 0.5 * Math.cos((Math.PI * left) / fadeOut) : 1;
  return rise * fall;
}

/**
 * Adds a run of a stem to a block.
 * @param source the run's samples, from its beginning
 */
export function addClipRead(read: ClipRead, source: Float32Array, block: Float32Array): void {
  const { clip, intoClip, offset, frames } = read;
  const isFlat = intoClip >= clip.fadeIn && intoClip + frames <= clip.length - clip.fadeOut;
  for (let i = 0; i < frames; i++) {
    block[offset + i]! += isFlat ? source[i]! : source[i]! * clipGain(clip, intoClip + i);
  }
}
