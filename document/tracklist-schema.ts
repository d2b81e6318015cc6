// A set in the document: its tracks, their positions, and the options of the whole set.
import { z } from 'zod';
import {
  ENERGY_SHAPES,
  type EnergyShape,
  SET_FORMATS,
  SET_STRATEGIES,
  type SetFormat,
  type SetStrategy,
} from '@/contract/set-vocabulary';
import { lineSchema } from '@/contract/text';
import { defineRegisterMap, parseRegisterKey } from './registers';

/*
 * A track is there while `<trackId>/entry` is filled, and stands where `<trackId>/position` says. Moving writes the
 * position alone and adding the same content again writes the same entry, so whatever meets, no track is there twice
 * and none gets lost. What concerns two tracks (first, last, followed by) is settled when it is read.
 */

/** Written by collaborators: `<trackId>/<field>`, and `set/<field>` for the whole set. */
export const TRACKLIST_MAP = 'tracklist';

/** The entity id of the whole set; no track may be called so. */
export const SET_ID = 'set';

/** The id of a track as the studio's database gives it. */
export const trackIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const otherTrackSchema = trackIdSchema.refine((id) => id !== SET_ID).nullable();

/** Positions are only compared; a track between two others stands half way. */
const MAX_POSITION = 1e12;

export const MAX_TRACK_NAME = 120;

/** Values a collaborator may write, by field of a track. `followedBy` wants that track right after this one. */
export const trackFields = {
  entry: z.strictObject({ name: lineSchema.min(1).max(MAX_TRACK_NAME) }),
  position: z.number().min(-MAX_POSITION).max(MAX_POSITION),
  followedBy: otherTrackSchema,
} as const;

/** Values a collaborator may write, by field of the whole set. */
export const setFields = {
  first: otherTrackSchema,
  last: otherTrackSchema,
  keepOrder: z.boolean(),
  energyShape: z.enum(ENERGY_SHAPES),
  strategy: z.enum(SET_STRATEGIES),
  format: z.enum(SET_FORMATS),
} as const;

export interface ListedTrack {
  readonly id: string;
  readonly name: string;
}

/** The options of the set. All tracks that they name are listed, and all of them can be met at once. */
export interface SetOptions {
  readonly first: string | null;
  readonly last: string | null;
  /** Pairs of which the second plays right after the first. */
  readonly together: ReadonlyArray<readonly [before: string, after: string]>;
  readonly keepOrder: boolean;
  readonly energyShape: EnergyShape;
  readonly strategy: SetStrategy;
  readonly format: SetFormat;
}

/** An option with a register of its own. */
export type SetField = keyof typeof setFields;

export const DEFAULT_SET_OPTIONS: SetOptions = {
  first: null,
  last: null,
  together: [],
  keepOrder: false,
  energyShape: 'wave',
  strategy: 'rules',
  format: 'mp3',
};

/** The whole tracklist as plain data. */
export interface TracklistState {
  /** In the order of the list. */
  readonly tracks: readonly ListedTrack[];
  readonly options: SetOptions;
}

function tracklistRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !trackIdSchema.safeParse(name.entity).success) return null;
  const fields: Readonly<Record<string, z.ZodType>> = name.entity === SET_ID ? setFields : trackFields;
  return Object.hasOwn(fields, name.field) ? (fields[name.field] ?? null) : null;
}

export const TRACKLIST_REGISTERS = defineRegisterMap({
  name: TRACKLIST_MAP,
  writer: 'people',
  maxRegisters: 4_096,
  isUndoable: true,
  isMix: false,
  schemaFor: tracklistRegisterSchema,
});
