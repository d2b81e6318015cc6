// The list of all maps of registers that the document has.
import { AUTOMATION_REGISTERS } from './automation-schema';
import { CLIP_REGISTERS } from './clip-schema';
import { COMMENT_REGISTERS } from './comment-schema';
import { MIX_REGISTERS } from './fields';
import type { RegisterMap } from './registers';
import { RESULT_REGISTERS } from './results-schema';
import { HISTORY_REGISTERS } from './schema';
import { STYLE_REGISTERS } from './style-schema';
import { TAKE_REGISTERS } from './take-schema';
import { TRACK_REGISTERS } from './track-schema';
import { TRACKLIST_REGISTERS } from './tracklist-schema';

const ALL = [
  MIX_REGISTERS,
  TRACK_REGISTERS,
  CLIP_REGISTERS,
  TAKE_REGISTERS,
  AUTOMATION_REGISTERS,
  RESULT_REGISTERS,
  STYLE_REGISTERS,
  COMMENT_REGISTERS,
  TRACKLIST_REGISTERS,
  HISTORY_REGISTERS,
] as const;

/** What other modules say of every map is a record with these keys: a missing entry is a type error. */
export type MapName = (typeof ALL)[number]['name'];

export const REGISTER_MAPS: readonly RegisterMap<MapName>[] = ALL;

/** The description of a map of the document, or null when the document has no map of this name. */
export const findRegisterMap = (name: string): RegisterMap<MapName> | null =>
  REGISTER_MAPS.find((map) => map.name === name) ?? null;
