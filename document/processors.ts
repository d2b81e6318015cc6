// Equalisers, compressors, sends, limiter, reverb and delay in the document.

import { z } from 'zod';
import { COMPRESSOR } from '@/contract/processors/compressor';
import { eachBand } from '@/contract/processors/equaliser';
import { LIMITER } from '@/contract/processors/limiter';
import { DELAY, REVERB, SENDS } from '@/contract/processors/sends';
import { defaultsOf } from '@/contract/settings';
import { numberShape } from '@/contract/settings-schema';

/*
 * With their defaults all of them leave the audio as it is, bit for bit. What the engine has no word for, because it is
 * simply not given the settings, is a bypass or a switch here: what somebody has found by ear must outlive a comparison
 * without it.
 */

export const eqSchema = z.object({
  bypass: z.boolean(),
  ...eachBand(({ settings }) => z.object(numberShape(settings))),
});
export type EqState = z.infer<typeof eqSchema>;

export const compressorSchema = z.object({ bypass: z.boolean(), ...numberShape(COMPRESSOR.settings) });
export type CompressorState = z.infer<typeof compressorSchema>;

export const sendsSchema = z.object(numberShape(SENDS.settings));
export type SendsState = z.infer<typeof sendsSchema>;

export const limiterSchema = z.object({ on: z.boolean(), ...numberShape(LIMITER.settings) });
export type LimiterState = z.infer<typeof limiterSchema>;

export const reverbSchema = z.object(numberShape(REVERB.settings));
export type ReverbState = z.infer<typeof reverbSchema>;

export const delaySchema = z.object(numberShape(DELAY.settings));
/** As `delaySchema`, of a stored mix: it may be of a version without note values. */
export const storedDelaySchema = delaySchema.extend({
  leftNote: delaySchema.shape.leftNote.default(DELAY.settings.leftNote.default),
  rightNote: delaySchema.shape.rightNote.default(DELAY.settings.rightNote.default),
});
export type DelayState = z.infer<typeof delaySchema>;

export const DEFAULT_EQ: EqState = { bypass: false, ...eachBand(({ settings }) => defaultsOf(settings)) };
export const DEFAULT_COMPRESSOR: CompressorState = { bypass: false, ...defaultsOf(COMPRESSOR.settings) };
export const DEFAULT_LIMITER: LimiterState = { on: false, ...defaultsOf(LIMITER.settings) };
