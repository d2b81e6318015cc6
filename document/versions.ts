// Named versions of the mix: reads its registers from a document, previews and restores them.
import type * as Y from 'yjs';
import { z } from 'zod';
import { openDocument } from './open';
import { readMix } from './read';
import { findRegisterMap, REGISTER_MAPS } from './register-maps';
import {
  HISTORY_MAP,
  type MixState,
  RESTORED,
  RESULTS_MAP,
  type StemResult,
  versionIdSchema,
} from './schema';
import type { StyleState } from './style-schema';
import { readAudibleSources, readStyles } from './styles';
import { readTracks, type Track } from './tracks';

/** The registers of a version, by map and key: `{ mix: { 'drums/pan': 0.5 } }`. A map without any may be left out. */
export const versionRegistersSchema = z.record(z.string(), z.record(z.string(), z.json()));
type VersionRegisters = z.infer<typeof versionRegistersSchema>;

const MIX_MAPS = REGISTER_MAPS.filter(({ isMix }) => isMix);

interface Register {
  readonly map: string;
  readonly key: string;
  readonly value: unknown;
}

/** Those registers of a version that belong to a mix and have valid values. */
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

/** The registers of everything that makes up the mix, as far as their values are valid. */
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
export interface VersionContent {
  readonly mix: MixState;
  /** The tracks in the order of the mixer. */
  readonly tracks: readonly Track[];
  /** Everything that tracks and clips can play. */
  readonly sources: readonly StemResult[];
  /** What each stem is to be played with, by its id. */
  readonly styles: Readonly<Record<string, StyleState>>;
}

/**
 * The state of the stems of `doc` with `registers` applied; nothing is written. A stem with a style sound is
 * played with it if its last render used that sound, else without.
 */
export function versionContent(doc: Y.Doc, registers: VersionRegisters): VersionContent {
  const trial = openDocument();
  trial.transact(() => {
    for (const [key, value] of doc.getMap<unknown>(RESULTS_MAP)) trial.getMap(RESULTS_MAP).set(key, value);
    for (const { map, key, value } of fittingRegisters(registers)) trial.getMap(map).set(key, value);
  });
  const content = {
    mix: readMix(trial),
    tracks: readTracks(trial),
    sources: readAudibleSources(trial),
    styles: readStyles(trial),
  };
  trial.destroy();
  return content;
}

const isSameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Restores a version of the mix as a new edit, which is one step of undo. Comments and results stay.
 * @param registers as returned by `readVersionRegisters`; those that are invalid in a mix are skipped
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
      const stored = doc.getMap<unknown>(name);
      for (const key of [...stored.keys()]) if (!keys.has(key)) stored.delete(key);
    }
    for (const { map, key, value } of wanted) {
      const stored = doc.getMap<unknown>(map);
      if (!isSameValue(stored.get(key), value)) stored.set(key, value);
    }
    doc.getMap<unknown>(HISTORY_MAP).set(RESTORED, versionIdSchema.parse(versionId));
  }, origin);
}
