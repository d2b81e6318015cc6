// What a mix.json may say, with ranges and defaults; times are in seconds, levels in decibels.

import { z } from 'zod';
import { LONGEST_LOOK_AHEAD_MS, NEUTRAL_COMPRESSOR } from '@/audio/dynamics/compressor';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import type { BandSettings } from '@/audio/filter/bands';
import { NEUTRAL_EQ } from '@/audio/filter/parametric-eq';
import { DEFAULT_DELAY, LONGEST_DELAY_MS, STRONGEST_FEEDBACK } from '@/audio/space/echo';
import { DEFAULT_REVERB, LONGEST_PRE_DELAY_MS } from '@/audio/space/reverb';
import { audioTagsSchema } from '@/contract/audio-tags';
import { FADER_MIN_DB } from '@/contract/units';
import { processorsShape } from './mix-processors';

const MAX_GAIN_DB = 60;
const MAX_CLIPS = 512;
const MAX_BREAKPOINTS = 10_000;
const MAX_SECONDS = 86_400;

const number = (min: number, max: number) => z.number().min(min).max(max);
const gain = z.number().max(MAX_GAIN_DB).default(0);
const seconds = number(0, MAX_SECONDS);
const damping = number(200, 20_000);

const band = (lowestHz: number, highestHz: number, widestQ: number, neutral: BandSettings) =>
  z
    .strictObject({
      hz: number(lowestHz, highestHz).default(neutral.hz),
      gain_db: number(-24, 24),
      q: number(0.1, widestQ).default(neutral.q),
    })
    .optional();

/** True keeps the settings and does without them. */
const bypass = z.boolean().default(false);

const eqSchema = z.strictObject({
  bypass,
  low_shelf: band(20, 2000, 1, NEUTRAL_EQ.lowShelf),
  low_peak: band(20, 20_000, 12, NEUTRAL_EQ.lowPeak),
  high_peak: band(20, 20_000, 12, NEUTRAL_EQ.highPeak),
  high_shelf: band(1000, 16_000, 1, NEUTRAL_EQ.highShelf),
});
export type EqDescription = z.infer<typeof eqSchema>;

const compressorSchema = z.strictObject({
  bypass,
  threshold_db: number(-60, 0).default(NEUTRAL_COMPRESSOR.thresholdDb),
  ratio: number(1, 20).default(4),
  knee_db: number(0, 24).default(NEUTRAL_COMPRESSOR.kneeDb),
  attack_ms: number(0.1, 200).default(NEUTRAL_COMPRESSOR.attackMs),
  release_ms: number(5, 2000).default(NEUTRAL_COMPRESSOR.releaseMs),
  makeup_db: number(0, 24).default(0),
  look_ahead_ms: number(0, LONGEST_LOOK_AHEAD_MS).default(0),
});
export type CompressorDescription = z.infer<typeof compressorSchema>;

const send = number(FADER_MIN_DB, 12).default(FADER_MIN_DB);
const sendsSchema = z.strictObject({ reverb_db: send, delay_db: send });

const lane = (min: number, max: number) =>
  z
    .array(z.strictObject({ at_s: seconds, value: number(min, max) }))
    .max(MAX_BREAKPOINTS)
    .refine(
      (points) => points.every((point, i) => i === 0 || points[i - 1]!.at_s <= point.at_s),
      'must be in order of time',
    )
    .optional();
const automationSchema = z.strictObject({ gain_db: lane(FADER_MIN_DB, 12), pan: lane(-1, 1) });

const clipSchema = z.strictObject({
  start_s: seconds.default(0),
  source_start_s: seconds.default(0),
  length_s: seconds.positive(),
  fade_in_s: seconds.default(0),
  fade_out_s: seconds.default(0),
});

const stemSchema = z
  .strictObject({
    source: z.string().min(1).optional(),
    file: z.string().min(1).optional(),
    name: z.string().optional(),
    gain_db: gain,
    pan: number(-1, 1).default(0),
    mute: z.boolean().default(false),
    solo: z.boolean().default(false),
    invert: z.boolean().default(false),
    eq: eqSchema.optional(),
    compressor: compressorSchema.optional(),
    ...processorsShape,
    sends: sendsSchema.optional(),
    automation: automationSchema.optional(),
    clips: z.array(clipSchema).max(MAX_CLIPS).optional(),
  })
  .refine(
    (stem) => (stem.source === undefined) !== (stem.file === undefined),
    'needs a "source": the audio file',
  );
export type StemDescription = z.infer<typeof stemSchema>;

const limiterSchema = z.strictObject({
  ceiling_dbtp: number(-20, 0).default(DEFAULT_LIMITER.ceilingDb),
  release_ms: number(5, 2000).default(DEFAULT_LIMITER.releaseMs),
});

const masterSchema = z.strictObject({
  gain_db: gain,
  eq: eqSchema.optional(),
  /** `true` for the usual limiter. */
  limiter: z.union([z.boolean(), limiterSchema], 'must be true, false or its settings').default(false),
});
export type MasterDescription = z.infer<typeof masterSchema>;

const reverbSchema = z.strictObject({
  decay_s: number(0.1, 20).default(DEFAULT_REVERB.decayS),
  pre_delay_ms: number(0, LONGEST_PRE_DELAY_MS).default(DEFAULT_REVERB.preDelayMs),
  damping_hz: damping.default(DEFAULT_REVERB.dampingHz),
  level_db: number(FADER_MIN_DB, 12).default(DEFAULT_REVERB.levelDb),
});
export type ReverbDescription = z.infer<typeof reverbSchema>;

const delaySchema = z.strictObject({
  left_ms: number(1, LONGEST_DELAY_MS).default(DEFAULT_DELAY.leftMs),
  right_ms: number(1, LONGEST_DELAY_MS).default(DEFAULT_DELAY.rightMs),
  feedback: number(0, STRONGEST_FEEDBACK).default(DEFAULT_DELAY.feedback),
  damping_hz: damping.default(DEFAULT_DELAY.dampingHz),
  level_db: number(FADER_MIN_DB, 12).default(DEFAULT_DELAY.levelDb),
});
export type DelayDescription = z.infer<typeof delaySchema>;

/** Seconds on the timeline, before the tempo is changed. */
const sectionSchema = z
  .strictObject({ from_s: seconds, to_s: seconds })
  .refine(({ from_s, to_s }) => to_s > from_s, 'must end after it begins');

/** LUFS that streaming services and club players expect. */
const loudnessSchema = z.union(
  [z.literal(-14), z.literal(-16), z.literal(-9), z.literal('none'), z.null()],
  'must be -14, -16, -9 or "none"',
);

export const mixSchema = z
  .strictObject({
    stems: z.array(stemSchema).min(1).optional(),
    sources: z.array(stemSchema).min(1).optional(),
    master: masterSchema.default({ gain_db: 0, limiter: false }),
    reverb: reverbSchema.optional(),
    delay: delaySchema.optional(),
    /** 2 plays twice as fast, in the same key. */
    tempo: number(0.5, 2).default(1),
    key_semitones: number(-12, 12).default(0),
    section: sectionSchema.optional(),
    loudness: loudnessSchema.default('none'),
    /** For MP3 and FLAC. */
    metadata: audioTagsSchema.default({}),
    /** A JPEG or PNG file, for MP3 and FLAC. */
    cover: z.string().min(1).optional(),
    /** How long reverb and delay may ring on after the last stem. */
    tail_s: number(0, 30).default(0),
  })
  .refine((mix) => (mix.stems === undefined) !== (mix.sources === undefined), 'needs a list "stems"');
