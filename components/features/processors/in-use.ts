// Whether a processor does anything to the audio: what the buttons of the strips show.

import { EQ_BAND_NAMES } from '@/contract/processors/equaliser';
import { type ProcessorId, STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { FADER_MIN_DB } from '@/contract/units';
import { processorName } from '@/document/field-captions';
import type { CompressorState, EqState, LimiterState, SendsState } from '@/document/processors';
import type { MasterState, StripState } from '@/document/schema';

const isEqAudible = (eq: EqState): boolean =>
  !eq.bypass && EQ_BAND_NAMES.some((band) => eq[band].gainDb !== 0);

const isCompressorAudible = ({ bypass, ratio, makeupDb }: CompressorState): boolean =>
  !bypass && (ratio > 1 || makeupDb > 0);

const isSending = ({ reverbDb, delayDb }: SendsState): boolean => Math.max(reverbDb, delayDb) > FADER_MIN_DB;

const isLimiterAudible = ({ on }: LimiterState): boolean => on;

/** The processors of a strip that change the sound, as text. */
export function stripInUse(strip: StripState): string[] {
  const { eq, compressor, sends, invert } = strip;
  const audible: (readonly [boolean, string])[] = [
    [isEqAudible(eq), 'EQ'],
    [isCompressorAudible(compressor), 'compressor'],
    ...Object.values(STRIP_PROCESSORS).map(
      (each) => [strip[each.id as ProcessorId].on, processorName(each)] as const,
    ),
    [isSending(sends), 'sends'],
    [invert, 'polarity'],
  ];
  return audible.filter(([is]) => is).map(([, name]) => name);
}

/** The processors of the master that change the sound, as text. */
export function masterInUse({ eq, limiter }: MasterState): string[] {
  const audible: (readonly [boolean, string])[] = [
    [isEqAudible(eq), 'EQ'],
    [isLimiterAudible(limiter), 'limiter'],
  ];
  return audible.filter(([is]) => is).map(([, name]) => name);
}
