// Ties the database and the storage together anew, after a person has looked at both.
import { randomUUID } from 'node:crypto';
import { getStorage } from '@/platform/storage';
import { StorageTieError } from '../storage/tie/errors';
import {
  newToken,
  readOrProposeRecord,
  readRecord,
  replaceRecord,
  type TieRecord,
} from '../storage/tie/record';
import { isInStep } from '../storage/tie/tied-storage';
import { type Evidence, gatherEvidence } from './evidence';
import { type Marker, readMarker, writeMarker } from './marker';

export interface TieStatus {
  readonly place: string;
  readonly record: TieRecord | null;
  /** Null when there is none, or when it cannot be read. */
  readonly marker: Marker | null;
  readonly isTied: boolean;
  readonly evidence: Evidence;
}

const readableMarker = (): Promise<Marker | null> =>
  readMarker().catch((error: unknown) => {
    if (error instanceof StorageTieError) return null;
    throw error;
  });

/** What a person should know before the two are tied together. Changes nothing. */
export async function inspectTie(): Promise<TieStatus> {
  const [record, marker] = [await readRecord(), await readableMarker()];
  return {
    place: getStorage().place,
    record,
    marker,
    isTied: record !== null && marker?.studioId === record.studioId && isInStep(record, marker),
    evidence: await gatherEvidence(),
  };
}

/**
 * Gives database and storage a new id in common; a studio whose storage it was refuses to start on it from now on.
 * @returns the new id
 */
export async function adoptStorage(): Promise<string> {
  for (;;) {
    const record = await readOrProposeRecord();
    const studioId = randomUUID();
    const token = newToken();
    const next = { studioId, isTied: true, generation: record.generation + 1, tokens: [token] };
    // A sweeper may move the old tie on in between.
    if (!(await replaceRecord(record, next))) continue;
    await writeMarker({ studioId, generation: next.generation, token });
    return studioId;
  }
}
