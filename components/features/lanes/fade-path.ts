// The fades of a clip as SVG paths in a box that is as wide as the clip has samples and 1 high.
import { clipGain } from '@/audio/mix/clips';
import { clipOf } from '@/audio/mix/graph-of-mix';
import type { Clip } from '@/document/clip-schema';

/** Straight pieces per fade: the eye sees a curve. */
const STEPS = 24;

/** The gain curve over one fade, `x y` pairs from its earlier end to its later one; empty without a fade. */
function curve(clip: Clip, side: 'in' | 'out'): string[] {
  const [from, length] = side === 'in' ? [0, clip.fadeIn] : [clip.length - clip.fadeOut, clip.fadeOut];
  if (length === 0) return [];
  const only = side === 'in' ? { fadeIn: length, fadeOut: 0 } : { fadeIn: 0, fadeOut: length };
  const faded = clipOf({ ...clip, ...only });
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = from + (length * step) / STEPS;
    return `${at.toFixed(0)} ${(1 - clipGain(faded, at)).toFixed(4)}`;
  });
}

export interface FadePaths {
  /** What the fade takes away. */
  readonly shade: string;
  readonly line: string;
}

/** The paths of one fade, or null where there is none. */
export function fadePaths(clip: Clip, side: 'in' | 'out'): FadePaths | null {
  const points = curve(clip, side);
  if (points.length === 0) return null;
  const line = `M${points.join('L')}`;
  const corner = side === 'in' ? '0 0' : `${clip.length} 0`;
  return { line, shade: `${line}L${corner}Z` };
}
