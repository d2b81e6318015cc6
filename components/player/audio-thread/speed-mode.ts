// Which way the mix takes on its way to the limiter: as it is, through the stretcher, or from one to the other.
import type { StereoSum } from '@/audio/mix/mix-bus';
import type { Speed } from '../speed';

/** The mix in song time, as StreamingMixer gives it. */
export interface SongSource {
  readonly quiet: boolean;
  readonly landing: boolean;
  render(sum: StereoSum, offset: number, frames: number): void;
}

/**
 * direct: the mix passes unchanged, bit for bit. gathering: it still does, while twice as much is rendered,
 * because a stretcher needs look-ahead. entering: blends into the stretcher's output. stretching. leaving:
 * blends back. draining: outputs what was rendered ahead first. closing: fades out before a jump. priming:
 * waits for the next sound, then renders the look-ahead that the stretcher needs.
 */
export type Mode =
  | 'direct'
  | 'gathering'
  | 'entering'
  | 'stretching'
  | 'leaving'
  | 'draining'
  | 'closing'
  | 'priming';

const TO_NEUTRAL: Partial<Record<Mode, Mode>> = { gathering: 'draining', stretching: 'leaving' };

/**
 * The mode of the next block, where the speed that is wanted or a jump asks for another one than `mode`; modes that
 * come to an end by themselves stay.
 * @param isReady whether there is a stretcher
 */
export function nextMode(
  mode: Mode,
  { tempo, keySemitones }: Speed,
  song: Pick<SongSource, 'quiet' | 'landing'>,
  isReady: boolean,
): Mode {
  const isNeutral = tempo === 1 && keySemitones === 0;
  if (mode === 'stretching' && song.landing) return 'closing';
  if (isNeutral) return TO_NEUTRAL[mode] ?? (mode === 'priming' && song.quiet ? 'direct' : mode);
  if (mode === 'draining') return 'gathering';
  if (mode !== 'direct') return mode;
  if (song.quiet) return 'priming';
  return isReady ? 'gathering' : mode;
}
