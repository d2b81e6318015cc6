// Tracks in the document: what each is called, where it stands, its colour, the source that it plays, and its group.
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { lineSchema } from '@/contract/text';
import { TRACK_COLORS } from '@/contract/track-colors';
import { defineRegisterMap, parseRegisterKey } from './registers';

/** Written by collaborators: `<trackId>/<field>`. The id of a track names its strip, clips and automation as well. */
export const TRACKS_MAP = 'tracks';

/** As many as a mixer can show and a computer can play; removed ones do not count. */
export const MAX_TRACKS = 128;
export const MAX_TRACK_NAME = 80;

/** Positions order the tracks; they are renumbered long before they come near this. */
const MAX_POSITION = 1e9;

export const trackFields = {
  name: lineSchema.min(1).max(MAX_TRACK_NAME),
  color: z.enum(TRACK_COLORS),
  position: z.number().min(-MAX_POSITION).max(MAX_POSITION),
  /**
   * Set for every track that people made: the source that it plays where its clips name no other, null for none. A
   * separated stem is a track without it.
   */
  source: stemIdSchema.nullable(),
  /** Set for a group: its strip is a bus for the tracks in it, and it plays nothing of its own. */
  kind: z.literal('group'),
  /** The group that a track is in. Of one that is not there, or is no group, the track is in none. */
  group: stemIdSchema.nullable(),
  removed: z.literal(true),
} as const;
export type TrackField = keyof typeof trackFields;

function trackRegisterSchema(key: string): z.ZodType | null {
  const name = parseRegisterKey(key);
  if (!name || !stemIdSchema.safeParse(name.entity).success) return null;
  return Object.hasOwn(trackFields, name.field) ? trackFields[name.field as TrackField] : null;
}

export const TRACK_REGISTERS = defineRegisterMap({
  name: TRACKS_MAP,
  writer: 'people',
  maxRegisters: 4_096,
  isUndoable: true,
  isMix: true,
  schemaFor: trackRegisterSchema,
});
