// Automation in the document: the breakpoints of the lanes of every strip, one register per point.

import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { FADER_MAX_DB, FADER_MIN_DB } from '@/contract/units';
import { LAST_POSITION } from './clip-schema';
import { defineRegisterMap, parseRegisterKey } from './registers';

/** Written by collaborators: `<stemId>.<lane>/<pointId>`. A stem id has no dot. */
export const AUTOMATION_MAP = 'automation';

/** The controls that can move by themselves, and how far each goes. */
export const LANE_RANGES = {
  gainDb: { min: FADER_MIN_DB, max: FADER_MAX_DB },
  pan: { min: -1, max: 1 },
} as const;
export type LaneName = keyof typeof LANE_RANGES;
export const LANE_NAMES = Object.keys(LANE_RANGES) as readonly LaneName[];

/** As many as can be told apart and played; points beyond that, which a merge can add, are not audible. */
export const MAX_POINTS_PER_LANE = 512;

export const pointIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/);

const pointSchemaOf = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.strictObject({
    /** Position on the timeline, in samples. */
    at: z.number().int().min(0).max(LAST_POSITION),
    /** dB for the fader, of which the lowest is silence; -1 (left) to 1 (right) for the balance. */
    value: z.number().min(min).max(max),
  });

export const pointSchemas = {
  gainDb: pointSchemaOf(LANE_RANGES.gainDb),
  pan: pointSchemaOf(LANE_RANGES.pan),
} as const;
export type Point = Readonly<z.infer<typeof pointSchemas.gainDb>>;

/** A point and the name it has among those of its lane. */
export interface PlacedPoint extends Point {
  readonly id: string;
}

export interface LaneOf {
  readonly stemId: string;
  readonly lane: LaneName;
}

/** The entity of a lane's registers. */
export const laneEntity = ({ stemId, lane }: LaneOf): string => `${stemId}.${lane}`;

/** Takes the entity of a register apart; null when it is no lane's. */
export function parseLaneEntity(entity: string): LaneOf | null {
  const dot = entity.lastIndexOf('.');
  const lane = LANE_NAMES.find((name) => name === entity.slice(dot + 1));
  return dot < 1 || lane === undefined ? null : { stemId: entity.slice(0, dot), lane };
}

function automationRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  const of = name && parseLaneEntity(name.entity);
  if (!of || !stemIdSchema.safeParse(of.stemId).success) return null;
  return pointIdSchema.safeParse(name.field).success ? pointSchemas[of.lane] : null;
}

export const AUTOMATION_REGISTERS = defineRegisterMap({
  name: AUTOMATION_MAP,
  writer: 'people',
  maxRegisters: 16_384,
  isUndoable: true,
  isMix: true,
  schemaFor: automationRegisterSchema,
});
