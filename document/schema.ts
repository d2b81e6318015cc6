// The shared project document: its mix and its stems, their ranges and their defaults.

import { z } from 'zod';
import { BEAT_GRID } from '@/contract/beat-grid';
import { FADER, SONG_CONTROLS, STRIP_CONTROLS } from '@/contract/mix-controls';
import { CLOSED_SENDS, DEFAULT_DELAY, DEFAULT_REVERB } from '@/contract/processors/sends';
import { defaultsOf } from '@/contract/settings';
import { numberSchema, numberShape, settingsShape } from '@/contract/settings-schema';
import { stemIdSchema } from '@/contract/stems';
import { lineSchema } from '@/contract/text';
import { type LaneName, pointSchemas } from './automation-schema';
import { clipSchema } from './clip-schema';
import {
  compressorSchema,
  DEFAULT_COMPRESSOR,
  DEFAULT_EQ,
  DEFAULT_LIMITER,
  eqSchema,
  limiterSchema,
  reverbSchema,
  sendsSchema,
  storedDelaySchema,
} from './processors';
import { defineRegisterMap } from './registers';
import { DEFAULT_STRIP_PROCESSORS, storedStripProcessors, stripProcessorSchemas } from './strip-processors';

/*
 * The document is a Y.Doc with flat maps of registers, `<entity id>/<field>` -> value, and nothing nested.
 * A nested Y.Map would have to be created by somebody first, and when two people create it at once one of
 * them loses every edit made inside theirs. With flat registers each edit is one last-writer-wins set, any
 * two valid documents merge into a valid document, and a register that a newer version wrote is carried along.
 */

/**
 * Written by collaborators: the shared mix. Its registers are derived from the states below: see fields.ts.
 */
export const MIX_MAP = 'mix';
/** Written by the server alone: the song and the stems that workers produced. */
export const RESULTS_MAP = 'results';
/** Written by collaborators together with the change it records: which named version was restored last. */
export const HISTORY_MAP = 'history';
export const RESTORED = 'restored';

/** The id of a named version of the mix. */
export const versionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** What of a strip is a register. `pan` runs from -1 (left) to 1 (right); `invert` turns the polarity round. */
export const stripControlsSchema = z.object({
  ...numberShape(STRIP_CONTROLS),
  mute: z.boolean(),
  invert: z.boolean(),
  eq: eqSchema,
  compressor: compressorSchema,
  sends: sendsSchema,
  ...stripProcessorSchemas,
});

/** Without the names that clips and points have in the document: what is played does not depend on them. */
const clipStateSchema = z.object(clipSchema.shape);
const laneStateSchema = (lane: LaneName) => z.array(z.object(pointSchemas[lane].shape)).readonly().optional();

const stripStateSchema = stripControlsSchema.extend({
  ...storedStripProcessors,
  /** Lanes with points, in the order of their positions, take the place of the control of the same name. */
  automation: z.object({ gainDb: laneStateSchema('gainDb'), pan: laneStateSchema('pan') }).optional(),
  /** Null or left out for the whole stem where it was recorded. */
  clips: z.array(clipStateSchema).readonly().nullable().optional(),
  /** The strip of the group that it goes through; left out for the master. */
  group: stemIdSchema.optional(),
});
export type StripState = z.infer<typeof stripStateSchema>;

export const masterStateSchema = z.object({
  gainDb: numberSchema(FADER),
  eq: eqSchema,
  limiter: limiterSchema,
});
export type MasterState = z.infer<typeof masterStateSchema>;

/**
 * Of the whole mix: tempo as a factor, key in semitones (cents are fractions), tempo of the recording, and how its
 * beat grid was corrected.
 */
export const songStateSchema = z.object({
  ...numberShape(SONG_CONTROLS),
  ...numberShape(BEAT_GRID),
  /** Even beats by the BPM in place of those that were found */
  gridIsSteady: z.boolean(),
});
export type SongState = z.infer<typeof songStateSchema>;

/** The whole mix as plain data: what the engine plays and the render job renders. */
export const mixStateSchema = songStateSchema.extend({
  /** A stored mix may be of a version without these. */
  bpm: songStateSchema.shape.bpm.default(SONG_CONTROLS.bpm.default),
  ...settingsShape(BEAT_GRID),
  gridIsSteady: z.boolean().default(false),
  strips: z.record(stemIdSchema, stripStateSchema),
  master: masterStateSchema,
  reverb: reverbSchema,
  delay: storedDelaySchema,
});
export type MixState = z.infer<typeof mixStateSchema>;

export const DEFAULT_STRIP: StripState = {
  ...defaultsOf(STRIP_CONTROLS),
  mute: false,
  invert: false,
  eq: DEFAULT_EQ,
  compressor: DEFAULT_COMPRESSOR,
  sends: CLOSED_SENDS,
  ...DEFAULT_STRIP_PROCESSORS,
};
export const DEFAULT_MASTER: MasterState = {
  gainDb: FADER.default,
  eq: DEFAULT_EQ,
  limiter: DEFAULT_LIMITER,
};
export const DEFAULT_SONG: SongState = {
  ...defaultsOf(SONG_CONTROLS),
  ...defaultsOf(BEAT_GRID),
  gridIsSteady: false,
};
/** The mix of a project in which nobody has touched anything, and no stem has arrived. */
export const DEFAULT_MIX: MixState = {
  strips: {},
  master: DEFAULT_MASTER,
  reverb: DEFAULT_REVERB,
  delay: DEFAULT_DELAY,
  ...DEFAULT_SONG,
};

/** One stem as a worker delivered it. Lengths are in samples at `sampleRate`. */
export const stemResultSchema = z.object({
  id: stemIdSchema,
  name: lineSchema.min(1).max(80),
  /** Which finished job produced the audio; the media routes resolve it. */
  sourceId: lineSchema.min(1).max(160),
  lengthSamples: z.number().int().nonnegative(),
  sampleRate: z.number().int().positive(),
  segmentSamples: z.number().int().positive(),
  /** Stored samples are the stem x 2^-headroomBits, so that peaks above full scale survive integer storage. */
  headroomBits: z.number().int().min(0).max(8),
});
export type StemResult = z.infer<typeof stemResultSchema>;

export const HISTORY_REGISTERS = defineRegisterMap({
  name: HISTORY_MAP,
  writer: 'people',
  maxRegisters: 1,
  isUndoable: true,
  isMix: false,
  schemaFor: (key) => (key === RESTORED ? versionIdSchema : null),
});
