// Reads and edits the sounds that stems are played with, and selects the audio of each stem.

import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import { STYLE_NUMBERS, type StyleNumber } from '@/contract/style-settings';
import { registerKey } from './registers';
import { styledStemKey } from './results-schema';
import { RESULTS_MAP, type StemResult } from './schema';
import { readDeliveredSources } from './sources';
import {
  DEFAULT_STYLE,
  STYLES_MAP,
  type StyledStem,
  type StyleState,
  styledStemSchema,
  styleFields,
} from './style-schema';
import { writeAsSubClient } from './sub-clients';

type Field = keyof StyleState;
const FIELDS = Object.keys(styleFields) as readonly Field[];

const isNumberField = (field: Field): field is StyleNumber => Object.hasOwn(STYLE_NUMBERS, field);

/** A number pulled into its range and, where it counts something, to a whole. */
function fitted(field: StyleNumber, value: number): number {
  const { min, max, isInteger } = STYLE_NUMBERS[field];
  const inside = Math.min(max, Math.max(min, value));
  return isInteger ? Math.round(inside) : inside;
}

/** The value of a register if it is valid, clamped to its range; its default otherwise. */
function readField(field: Field, stored: unknown): unknown {
  const value =
    isNumberField(field) && typeof stored === 'number' && !Number.isNaN(stored)
      ? fitted(field, stored)
      : stored;
  const parsed = styleFields[field].safeParse(value);
  return parsed.success ? parsed.data : DEFAULT_STYLE[field];
}

/** How a stem is to be played. */
export function readStyle(doc: Y.Doc, stemId: string): StyleState {
  const styles = doc.getMap<unknown>(STYLES_MAP);
  const values = FIELDS.map((field) => [field, readField(field, styles.get(registerKey(stemId, field)))]);
  // Every field has just been read by its own schema.
  return Object.fromEntries(values) as StyleState;
}

/** How each source there is is to be played, by its id. */
export const readStyles = (doc: Y.Doc): Readonly<Record<string, StyleState>> =>
  Object.fromEntries(readDeliveredSources(doc).map(({ id }) => [id, readStyle(doc, id)]));

/** The stem as a worker last played it with a sound, or null when none did. */
export function readStyledStem(doc: Y.Doc, stemId: string): StyledStem | null {
  const parsed = styledStemSchema.safeParse(doc.getMap(RESULTS_MAP).get(styledStemKey(stemId)));
  return parsed.success && parsed.data.id === stemId ? parsed.data : null;
}

/**
 * The sources as everyone plays them: the one rendered with the selected sound as soon as a worker has delivered it,
 * the original until then and without a sound. A pure function of the converged state.
 */
export function readAudibleSources(doc: Y.Doc): StemResult[] {
  return readDeliveredSources(doc).map((original) => {
    const { sound } = readStyle(doc, original.id);
    const styled = sound === null ? null : readStyledStem(doc, original.id);
    if (styled === null || styled.styleId !== sound) return original;
    const { styleId: _, ...stem } = styled;
    return stem;
  });
}

/**
 * Sets one field of a stem's style. Numbers are pulled into their range.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError for NaN, an impossible stem id, or a value that is none of the field's
 */
export function setStyle<Name extends Field>(
  doc: Y.Doc,
  stemId: string,
  field: Name,
  value: StyleState[Name],
  origin: unknown,
): void {
  if (!stemIdSchema.safeParse(stemId).success) {
    throw new RangeError(`"${stemId}" cannot name a stem.`);
  }
  const wanted = isNumberField(field) && typeof value === 'number' ? fitted(field, value) : value;
  if (!styleFields[field].safeParse(wanted).success) throw new RangeError(`${field} cannot take that value.`);
  const styles = doc.getMap<unknown>(STYLES_MAP);
  const key = registerKey(stemId, field);
  if (styles.get(key) === wanted) return;
  writeAsSubClient(doc, STYLES_MAP, key, wanted, origin);
}

/** Puts every setting of a stem's style back to its default in one step of undo; its sound stays. */
export function resetStyle(doc: Y.Doc, stemId: string, origin: unknown): void {
  const styles = doc.getMap<unknown>(STYLES_MAP);
  const keys = FIELDS.filter((field) => field !== 'sound').map((field) => registerKey(stemId, field));
  const stored = keys.filter((key) => styles.has(key));
  if (stored.length === 0) return;
  doc.transact(() => {
    for (const key of stored) styles.delete(key);
  }, origin);
}
