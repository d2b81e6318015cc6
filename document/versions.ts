// Named versions of the mix: taking its registers out of a document, hearing them, and putting them back.
import type * as Y from 'yjs';
import { z } from 'zod';
import { openDocument } from './open';
import { readMix } from './read';
import { mixRegisterSchema } from './registers';
import { HISTORY_MAP, MIX_MAP, type MixState, RESTORED, RESULTS_MAP, versionIdSchema } from './schema';

/** The registers of a mix, `<entity>/<field>` -> value. */
export const mixRegistersSchema = z.record(z.string(), z.union([z.number(), z.boolean()]));
export type MixRegisters = z.infer<typeof mixRegistersSchema>;

/** The registers of the mix that hold what a mix may hold. */
export function readMixRegisters(doc: Y.Doc): MixRegisters {
  const registers: MixRegisters = {};
  for (const [key, value] of doc.getMap<unknown>(MIX_MAP)) {
    const fits = mixRegisterSchema(key)?.safeParse(value).success;
    if (fits) registers[key] = value as number | boolean;
  }
  return registers;
}

/** The mix that `registers` would make of the stems that `doc` has; nothing is written. */
export function mixOfRegisters(doc: Y.Doc, registers: MixRegisters): MixState {
  const trial = openDocument();
  trial.transact(() => {
    for (const [key, value] of doc.getMap<unknown>(RESULTS_MAP)) trial.getMap(RESULTS_MAP).set(key, value);
    for (const [key, value] of Object.entries(registers)) trial.getMap(MIX_MAP).set(key, value);
  });
  const mix = readMix(trial);
  trial.destroy();
  return mix;
}

/**
 * Puts a version of the mix back by going forward: one edit, one step of undo. Comments and results stay.
 * @param registers as `readMixRegisters` gives them; what no mix may hold is passed over
 * @param origin who edits: the origin given to `createPersonalUndo`
 */
export function restoreMix(doc: Y.Doc, versionId: string, registers: MixRegisters, origin: unknown): void {
  const mix = doc.getMap<unknown>(MIX_MAP);
  const wanted = Object.entries(registers).filter(
    ([key, value]) => mixRegisterSchema(key)?.safeParse(value).success,
  );
  doc.transact(() => {
    const keys = new Set(wanted.map(([key]) => key));
    for (const key of [...mix.keys()]) if (!keys.has(key)) mix.delete(key);
    for (const [key, value] of wanted) if (mix.get(key) !== value) mix.set(key, value);
    doc.getMap<unknown>(HISTORY_MAP).set(RESTORED, versionIdSchema.parse(versionId));
  }, origin);
}
