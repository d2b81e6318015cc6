// The edits of one clip, with the meaning that the mix engine gives to it; plain numbers in and out.
import {
  type Clip as EngineClip,
  fadeClip,
  moveClip,
  splitClip,
  trimClipEnd,
  trimClipStart,
} from '@/audio/mix/clips';
import { samples } from '@/audio/units';
import { type Clip, endOf } from '@/document/clip-schema';

/** A clip of the document contains whole samples: its schema ensures it. */
const engineClip = (clip: Clip): EngineClip => clip as EngineClip;
const whole = (position: number) => samples(Math.round(position));

/** Both parts, which sound like the clip did; null outside of it and inside its fades. */
export const splitAt = (clip: Clip, position: number): readonly [Clip, Clip] | null =>
  splitClip(engineClip(clip), whole(position));

/** The clip with its beginning moved; never before the start of the timeline. */
export const movedTo = (clip: Clip, start: number): Clip => moveClip(engineClip(clip), whole(start));

/** The clip with another beginning, its audio where it was. */
export const trimmedStart = (clip: Clip, position: number): Clip =>
  trimClipStart(engineClip(clip), whole(position));

/** The clip with another end. */
export const trimmedEnd = (clip: Clip, position: number, sourceLength: number): Clip =>
  trimClipEnd(engineClip(clip), whole(position), whole(sourceLength));

/** The clip with another fade-in, at most up to its fade-out. */
export const fadedIn = (clip: Clip, length: number): Clip =>
  fadeClip(engineClip(clip), whole(Math.min(length, clip.length - clip.fadeOut)), whole(clip.fadeOut));

/** The clip with another fade-out, at most down to its fade-in. */
export const fadedOut = (clip: Clip, length: number): Clip =>
  fadeClip(engineClip(clip), whole(clip.fadeIn), whole(length));

/** What of a clip is under the hand: all of it, one of its ends, or the end of one of its fades. */
export type ClipPart = 'whole' | 'start' | 'end' | 'fadeIn' | 'fadeOut';

/** The places on the timeline that go along with a part, and may catch. */
export function edgesOf(clip: Clip, part: ClipPart): readonly number[] {
  if (part === 'whole') return [clip.start, endOf(clip)];
  if (part === 'start') return [clip.start];
  if (part === 'end') return [endOf(clip)];
  return part === 'fadeIn' ? [clip.start + clip.fadeIn] : [endOf(clip) - clip.fadeOut];
}

/**
 * The clip with one of its parts moved along the timeline.
 * @param shift in samples, later being positive
 * @param sourceLength length of the stem
 */
export function shifted(clip: Clip, part: ClipPart, shift: number, sourceLength: number): Clip {
  const [edge = 0] = edgesOf(clip, part);
  if (part === 'whole') return movedTo(clip, edge + shift);
  if (part === 'start') return trimmedStart(clip, edge + shift);
  if (part === 'end') return trimmedEnd(clip, edge + shift, sourceLength);
  return part === 'fadeIn' ? fadedIn(clip, clip.fadeIn + shift) : fadedOut(clip, clip.fadeOut - shift);
}
