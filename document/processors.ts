// What equalisers, compressors, sends, limiter, reverb and delay can be set to: their ranges and their defaults.

import { z } from 'zod';
import { FADER_MAX_DB, FADER_MIN_DB } from '@/contract/units';

/*
 * Shapes and names are those of the mix engine's settings, and so are the defaults, with which every processor leaves
 * the audio as it is, bit for bit. What the engine has no word for, because it is simply not given the settings, is a
 * bypass and a switch here: what somebody has found by ear must outlive a comparison without it.
 */

const number = (min: number, max: number) => z.number().min(min).max(max);
const level = number(FADER_MIN_DB, FADER_MAX_DB);
const damping = number(200, 20_000);

const band = (lowestHz: number, highestHz: number, highestQ: number) =>
  z.object({ hz: number(lowestHz, highestHz), gainDb: number(-24, 24), q: number(0.1, highestQ) });

/** A low shelf, two peaks and a high shelf. A shelf steeper than 1 would overshoot. */
export const eqSchema = z.object({
  bypass: z.boolean(),
  lowShelf: band(20, 2_000, 1),
  lowPeak: band(20, 20_000, 12),
  highPeak: band(20, 20_000, 12),
  highShelf: band(1_000, 16_000, 1),
});
export type EqState = z.infer<typeof eqSchema>;
export const EQ_BANDS = ['lowShelf', 'lowPeak', 'highPeak', 'highShelf'] as const;
export type EqBand = (typeof EQ_BANDS)[number];

/** A ratio of 1 compresses nothing. */
export const compressorSchema = z.object({
  bypass: z.boolean(),
  thresholdDb: number(-60, 0),
  ratio: number(1, 20),
  kneeDb: number(0, 24),
  attackMs: number(0.1, 200),
  releaseMs: number(5, 2_000),
  makeupDb: number(0, 24),
  lookAheadMs: number(0, 10),
});
export type CompressorState = z.infer<typeof compressorSchema>;

/** Levels after the fader; the lowest sends nothing. */
export const sendsSchema = z.object({ reverbDb: level, delayDb: level });
export type SendsState = z.infer<typeof sendsSchema>;

export const limiterSchema = z.object({
  on: z.boolean(),
  ceilingDb: number(-20, 0),
  releaseMs: number(5, 2_000),
});
export type LimiterState = z.infer<typeof limiterSchema>;

/** The reverb that all strips share. */
export const reverbSchema = z.object({
  decayS: number(0.1, 20),
  preDelayMs: number(0, 250),
  dampingHz: damping,
  levelDb: level,
});
export type ReverbState = z.infer<typeof reverbSchema>;

/** The delay that all strips share. */
export const delaySchema = z.object({
  leftMs: number(1, 2_000),
  rightMs: number(1, 2_000),
  feedback: number(0, 0.95),
  dampingHz: damping,
  levelDb: level,
});
export type DelayState = z.infer<typeof delaySchema>;

export const DEFAULT_EQ: EqState = {
  bypass: false,
  lowShelf: { hz: 100, gainDb: 0, q: 0.7 },
  lowPeak: { hz: 400, gainDb: 0, q: 1 },
  highPeak: { hz: 2_500, gainDb: 0, q: 1 },
  highShelf: { hz: 8_000, gainDb: 0, q: 0.7 },
};
export const DEFAULT_COMPRESSOR: CompressorState = {
  ...{ bypass: false, thresholdDb: -18, ratio: 1, kneeDb: 6, attackMs: 10, releaseMs: 120 },
  ...{ makeupDb: 0, lookAheadMs: 0 },
};
export const DEFAULT_SENDS: SendsState = { reverbDb: FADER_MIN_DB, delayDb: FADER_MIN_DB };
export const DEFAULT_LIMITER: LimiterState = { on: false, ceilingDb: -1, releaseMs: 100 };
export const DEFAULT_REVERB: ReverbState = { decayS: 1.8, preDelayMs: 20, dampingHz: 6_000, levelDb: 0 };
export const DEFAULT_DELAY: DelayState = {
  ...{ leftMs: 375, rightMs: 500, feedback: 0.35, dampingHz: 5_000, levelDb: 0 },
};
