// The schema of mix.json, with ranges and defaults; times are in seconds, levels in decibels.

import { z } from 'zod';
import { audioTagsSchema } from '@/contract/audio-tags';
import { isTempoKnown, LOWEST_BPM, SONG_CONTROLS, STRIP_CONTROLS } from '@/contract/mix-controls';
import { noteOfLabel } from '@/contract/note-values';
import { COMPRESSOR } from '@/contract/processors/compressor';
import { EQ_BAND_NAMES, EQ_BANDS } from '@/contract/processors/equaliser';
import { LIMITER } from '@/contract/processors/limiter';
import { DELAY, REVERB, SENDS } from '@/contract/processors/sends';
import { numberSchema } from '@/contract/settings-schema';
import { bypass, describedShape, processorsShape, underscored } from './mix-processors';

const MAX_GAIN_DB = 60;
const MAX_CLIPS = 512;
const MAX_GROUPS = 64;
const MAX_BREAKPOINTS = 10_000;
const MAX_SECONDS = 86_400;

const number = (min: number, max: number) => z.number().min(min).max(max);
const gain = z.number().max(MAX_GAIN_DB).default(0);
const seconds = number(0, MAX_SECONDS);

/** A band that is named must say its gain. */
const eqSchema = z.strictObject({
  bypass,
  ...Object.fromEntries(
    EQ_BAND_NAMES.map((name) => {
      const { settings } = EQ_BANDS[name];
      const band = { ...describedShape(settings), gain_db: numberSchema(settings.gainDb) };
      return [underscored(name), z.strictObject(band).optional()];
    }),
  ),
});
export type EqDescription = z.infer<typeof eqSchema>;

/** A described compressor should have an audible effect. */
const DESCRIBED_RATIO = 4;
const compressorSchema = z.strictObject({
  bypass,
  ...describedShape(COMPRESSOR.settings),
  ratio: numberSchema(COMPRESSOR.settings.ratio).default(DESCRIBED_RATIO),
});
export type CompressorDescription = z.infer<typeof compressorSchema>;

const sendsSchema = z.strictObject(describedShape(SENDS.settings));

const lane = (min: number, max: number) =>
  z
    .array(z.strictObject({ at_s: seconds, value: number(min, max) }))
    .max(MAX_BREAKPOINTS)
    .refine(
      (points) => points.every((point, i) => i === 0 || points[i - 1]!.at_s <= point.at_s),
      'must be in order of time',
    )
    .optional();
const { gainDb, pan } = STRIP_CONTROLS;
const automationSchema = z.strictObject({
  gain_db: lane(gainDb.min, gainDb.max),
  pan: lane(pan.min, pan.max),
});

const clipSchema = z.strictObject({
  start_s: seconds.default(0),
  source_start_s: seconds.default(0),
  length_s: seconds.positive(),
  fade_in_s: seconds.default(0),
  fade_out_s: seconds.default(0),
});

const stripShape = {
  name: z.string().optional(),
  gain_db: gain,
  pan: numberSchema(pan).default(pan.default),
  mute: z.boolean().default(false),
  solo: z.boolean().default(false),
  invert: z.boolean().default(false),
  eq: eqSchema.optional(),
  compressor: compressorSchema.optional(),
  ...processorsShape,
  sends: sendsSchema.optional(),
  automation: automationSchema.optional(),
};
export type StripDescription = z.infer<z.ZodObject<typeof stripShape>>;

const groupId = z.string().min(1).max(64);
/** A strip that stems go through on their way to the master: those that name its id. */
const groupSchema = z.strictObject({ id: groupId, ...stripShape });
export type GroupDescription = z.infer<typeof groupSchema>;

const stemSchema = z
  .strictObject({
    source: z.string().min(1).optional(),
    file: z.string().min(1).optional(),
    group: groupId.optional(),
    ...stripShape,
    clips: z.array(clipSchema).max(MAX_CLIPS).optional(),
  })
  .refine(
    (stem) => (stem.source === undefined) !== (stem.file === undefined),
    'needs a "source": the audio file',
  );
export type StemDescription = z.infer<typeof stemSchema>;

const { ceilingDb, releaseMs } = LIMITER.settings;
const limiterSchema = z.strictObject({
  ceiling_dbtp: numberSchema(ceilingDb).default(ceilingDb.default),
  release_ms: numberSchema(releaseMs).default(releaseMs.default),
});

const masterSchema = z.strictObject({
  gain_db: gain,
  eq: eqSchema.optional(),
  /** `true` for the usual limiter. */
  limiter: z.union([z.boolean(), limiterSchema], 'must be true, false or its settings').default(false),
});
export type MasterDescription = z.infer<typeof masterSchema>;

const reverbSchema = z.strictObject(describedShape(REVERB.settings));

/** `1/8.`, as the studio shows it; `free`, or left out, for the time in milliseconds. */
const noteSchema = z
  .string()
  .refine((label) => noteOfLabel(label) !== null, 'must be a note value such as "1/8", "1/8." or "1/8T"')
  .transform((label) => noteOfLabel(label) ?? 0)
  .default(0);
const delaySchema = z.strictObject({
  ...describedShape(DELAY.settings),
  left_note: noteSchema,
  right_note: noteSchema,
});

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
    groups: z
      .array(groupSchema)
      .max(MAX_GROUPS)
      .refine(
        (groups) => new Set(groups.map(({ id }) => id)).size === groups.length,
        'needs an "id" of its own for each',
      )
      .default([]),
    master: masterSchema.default({ gain_db: 0, limiter: false }),
    reverb: reverbSchema.optional(),
    delay: delaySchema.optional(),
    /** 2 plays twice as fast, in the same key. */
    tempo: numberSchema(SONG_CONTROLS.tempo).default(SONG_CONTROLS.tempo.default),
    key_semitones: numberSchema(SONG_CONTROLS.keySemitones).default(SONG_CONTROLS.keySemitones.default),
    /** The tempo of the recording in beats per minute, which note values of the delay go by. */
    bpm: numberSchema(SONG_CONTROLS.bpm)
      .refine((bpm) => bpm === 0 || isTempoKnown(bpm), `must be at least ${LOWEST_BPM}, or 0 for unknown`)
      .default(SONG_CONTROLS.bpm.default),
    section: sectionSchema.optional(),
    loudness: loudnessSchema.default('none'),
    /** For MP3 and FLAC. */
    metadata: audioTagsSchema.default({}),
    /** A JPEG or PNG file, for MP3 and FLAC. */
    cover: z.string().min(1).optional(),
    /** How long reverb and delay may ring on after the last stem. */
    tail_s: number(0, 30).default(0),
  })
  .refine((mix) => (mix.stems === undefined) !== (mix.sources === undefined), 'needs a list "stems"')
  .refine(
    ({ stems, sources, groups }) =>
      (stems ?? sources ?? []).every(
        ({ group }) => group === undefined || groups.some(({ id }) => id === group),
      ),
    'needs a list "groups" with every group that a stem names',
  )
  .refine(
    ({ delay, bpm }) => isTempoKnown(bpm) || !(delay?.left_note || delay?.right_note),
    'needs "bpm", the tempo of the recording, for the note values of its delay',
  );
