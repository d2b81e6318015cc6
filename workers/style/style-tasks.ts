// What the style thread does: builds grain libraries, and plays stems with them.
import { midOf } from '@/audio/style/channels';
import type { GrainLibrary } from '@/audio/style/grain';
import { buildGrainLibrary } from '@/audio/style/library';
import { measureQuality, type QualityFigures } from '@/audio/style/quality';
import type { RestyleSettings } from '@/audio/style/settings';
import { type RestyledStem, restyle } from '@/audio/style/synthesis';
import { SAMPLE_RATE } from '@/audio/units';
import type { StereoSound } from './load-stereo';

export interface RestyleTask {
  readonly type: 'restyle';
  readonly stem: StereoSound;
  readonly library: GrainLibrary;
  readonly settings: Partial<RestyleSettings>;
  /** Measured against when given. */
  readonly style?: StereoSound;
}

export type StyleTask = { readonly type: 'grains'; readonly style: StereoSound } | RestyleTask;

export interface RestyleOutcome extends RestyledStem {
  /** Seconds that the synthesis took, without decoding and measuring. */
  readonly wallS: number;
  readonly figures: QualityFigures | null;
}

/** Plays a stem and measures the result. */
export async function runRestyle(
  { stem, library, settings, style }: RestyleTask,
  onProgress?: (share: number) => void,
): Promise<RestyleOutcome> {
  const began = performance.now();
  const result = await restyle(stem[0], stem[1], library, settings, { onProgress });
  const wallS = (performance.now() - began) / 1000;
  const figures = style
    ? await measureQuality(
        await midOf(...stem),
        await midOf(result.left, result.right),
        await midOf(...style),
        SAMPLE_RATE,
      )
    : null;
  return { ...result, wallS, figures };
}

/** Cuts and describes a style sound. */
export function runGrains(style: StereoSound): Promise<GrainLibrary> {
  return buildGrainLibrary(style[0], style[1], SAMPLE_RATE);
}
