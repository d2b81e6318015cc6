// Which part of the timeline a render reads and which part of it is output.
import { SAMPLE_RATE } from '@/audio/units';
import { UnusableAudioError } from '@/platform/media/errors';
import type { RenderSpec } from './render-spec';

/**
 * A section begins as it sounds in the whole mix: with what reverb, delay and compressors still contain of
 * what comes before. After so long, a reverb of 20 s has faded by 90 dB and all others by much more.
 */
const RUN_UP_SAMPLES = 30 * SAMPLE_RATE;

export const emptySection = (): UnusableAudioError =>
  new UnusableAudioError('The section begins after the end of the mix.');

export interface RenderSpan {
  /** Where on the timeline reading begins. */
  readonly start: number;
  /** Samples of the mix that are rendered and thrown away before the first one that is wanted. */
  readonly runUp: number;
  /** Where reading ends at the latest; null when it is only known from the sources. */
  readonly end: number | null;
  /** How many samples are wanted; null when it is only known from the sources. */
  readonly wanted: number | null;
}

/**
 * The tail rings on after the end of the whole mix; a section that ends before is cut.
 * @throws UnusableAudioError when the section contains nothing
 */
export function spanOf({ range, lengthSamples, tailSamples = 0 }: RenderSpec): RenderSpan {
  if (!range) {
    const wanted = lengthSamples === null ? null : lengthSamples + tailSamples;
    return { start: 0, runUp: 0, end: lengthSamples, wanted };
  }
  const to = Math.min(range.to, lengthSamples ?? range.to);
  if (to <= range.from) throw emptySection();
  const start = Math.max(0, range.from - RUN_UP_SAMPLES);
  const tail = to === lengthSamples ? tailSamples : 0;
  return { start, runUp: range.from - start, end: lengthSamples, wanted: to - range.from + tail };
}
