// Named versions of the mix: taking its registers out of a document, hearing them, and putting them back.
import type * as Y from 'yjs';
import { z } from 'zod';
import { openDocument } from './open';
import { readMix } from './read';
import { findRegisterMap, REGISTER_MAPS } from './registers';
import {
  HISTORY_MAP,
  type MixState,
  RESTORED,
  RESULTS_MAP,
  type StemResult,
  versionIdSchema,
} from './schema';
import type { StyleState } from './style-schema';
import { readHeardStems, readStyles } from './styles';

/** The registers of a version, by map and key: `{ mix: { 'drums/pan': 0.5 } }`. A map without any may be left out. */
export const versionRegistersSchema = z.record(z.string(), z.record(z.string(), z.json()));
type VersionRegisters = z.infer<typeof versionRegistersSchema>;

const MIX_MAPS = REGISTER_MAPS.filter(({ isMix }) => isMix);

interface Register {
  readonly map: string;
  readonly key: string;
  readonly value: unknown;
}

/** Those registers of a version that belong to a mix and hold what they may hold. */
function fittingRegisters(registers: VersionRegisters): Register[] {
  return Object.entries(registers).flatMap(([map, values]) => {
    const known = findRegisterMap(map);
    const fits = ([key, value]: readonly [string, unknown]) =>
      known?.isMix === true && known.schemaFor(key)?.safeParse(value).success === true;
    return Object.entries(values)
      .filter(fits)
      .map(([key, value]) => ({ map, key, value }));
  });
}

/** The registers of everything that makes the mix, as far as they hold what they may hold. */
export function readVersionRegisters(doc: Y.Doc): VersionRegisters {
  const registers: VersionRegisters = {};
  for (const { name, schemaFor } of MIX_MAPS) {
    const fitting = [...doc.getMap<unknown>(name)].flatMap(([key, value]) => {
      const parsed = z.json().safeParse(value);
      return parsed.success && schemaFor(key)?.safeParse(value).success ? [[key, parsed.data] as const] : [];
    });
    if (fitting.length > 0) registers[name] = Object.fromEntries(fitting);
  }
  return registers;
}

/** What a version sounds like. */
export interface HeardVersion {
  readonly mix: MixState;
  /** The audio of each stem, in the order of the mixer. */
  readonly stems: readonly StemResult[];
  /** What each stem is to be played with, by its id. */
  readonly styles: Readonly<Record<string, StyleState>>;
}

/**
 * What `registers` would make of the stems that `doc` has; nothing is written. A stem that was played with a sound is
 * heard with it if that is how it was rendered last, else as it is.
 */
export function heardVersion(doc: Y.Doc, registers: VersionRegisters): HeardVersion {
  const trial = openDocument();
  trial.transact(() => {
    for (const [key, value] of doc.getMap<unknown>(RESULTS_MAP)) trial.getMap(RESULTS_MAP).set(key, value);
    for (const { map, key, value } of fittingRegisters(registers)) trial.getMap(map).set(key, value);
  });
  const heard = { mix: readMix(trial), stems: readHeardStems(trial), styles: readStyles(trial) };
  trial.destroy();
  return heard;
}

const isSameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts a version of the mix back by going forward: one edit, one step of undo. Comments and results stay.
 * @param registers as `readVersionRegisters` gives them; what no mix may hold is passed over
 * @param origin who edits: the origin given to `createPersonalUndo`
 */
export function restoreVersion(
  doc: Y.Doc,
  versionId: string,
  registers: VersionRegisters,
  origin: unknown,
): void {
  const wanted = fittingRegisters(registers);
  doc.transact(() => {
    for (const { name } of MIX_MAPS) {
      const keys = new Set(wanted.filter(({ map }) => map === name).map(({ key }) => key));
      const held = doc.getMap<unknown>(name);
      for (const key of [...held.keys()]) if (!keys.has(key)) held.delete(key);
    }
    for (const { map, key, value } of wanted) {
      const held = doc.getMap<unknown>(map);
      if (!isSameValue(held.get(key), value)) held.set(key, value);
    }
    doc.getMap<unknown>(HISTORY_MAP).set(RESTORED, versionIdSchema.parse(versionId));
  }, origin);
}
