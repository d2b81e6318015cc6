// Checks at the start of every process that the storage belongs to the database, and ties them together the first time.
import { log } from '@/platform/log';
import { getStorage } from '@/platform/storage';
import { StorageTieError } from '../storage/tie/errors';
import { readOrProposeRecord, readRecord, replaceRecord, type TieRecord } from '../storage/tie/record';
import { isInStep } from '../storage/tie/tied-storage';
import { databaseHasContent, type Evidence, gatherEvidence, isStorageEmpty } from './evidence';
import { type Marker, readMarker, writeMarker } from './marker';

/** An upgraded studio may have a few things left by crashes, and may have lost some. */
const FEW_UNKNOWN = 3;
const UNKNOWN_SHARE = 0.2;
const PRESENT_SHARE = 0.5;

const ADOPT = 'after a look at "isomix storage status", run "isomix storage adopt"';
const POINT_ELSEWHERE = 'point DATABASE_URL, DATA_DIR, S3_BUCKET and S3_PREFIX at what belongs together, or,';

/** The complete message of a refusal. */
const refuse = (what: string): StorageTieError =>
  new StorageTieError(`${what}; nothing was changed: ${POINT_ELSEWHERE} ${ADOPT}.`);

const foreign = (): StorageTieError =>
  refuse(`The storage (${getStorage().place}) belongs to another studio than the database`);

export const missingMarker = (): StorageTieError =>
  refuse(
    `The storage (${getStorage().place}) is not the one that the database knows: a lost mount, a wrong bucket or a ` +
      'mistyped prefix',
  );

/** Why a storage without an id may not be tied to a database without one; null when it may. */
function objectionTo({ isEmpty, expected, present, stored, unknown }: Evidence): string | null {
  const { place } = getStorage();
  if (expected === 0) {
    return isEmpty ? null : `The database is new, but the storage (${place}) already contains files`;
  }
  if (present < expected * PRESENT_SHARE) {
    return `The storage (${place}) lacks ${expected - present} of ${expected} files that the database knows`;
  }
  if (unknown > FEW_UNKNOWN && unknown > stored * UNKNOWN_SHARE) {
    return `The database does not know ${unknown} of ${stored} things in the storage (${place})`;
  }
  return null;
}

const markerOf = ({ studioId, generation, tokens }: TieRecord): Marker => {
  const token = tokens.at(-1);
  if (!token) throw new RangeError('The tie has no token.');
  return { studioId, generation, token };
};

/** Writes the marker, and checks that no other studio has done so at the same moment. */
async function claim(record: TieRecord): Promise<void> {
  await writeMarker(markerOf(record));
  const written = await readMarker();
  if (written?.studioId !== record.studioId) throw foreign();
  if (record.isTied) return;
  await replaceRecord(record, { ...record, isTied: true });
  log.info(
    { studioId: record.studioId, storage: getStorage().place },
    'The storage is tied to the database.',
  );
}

/** The message about a database that is older than its storage. */
export const outOfStep = (record: TieRecord, marker: Marker): StorageTieError =>
  new StorageTieError(
    `The storage (${getStorage().place}, at ${marker.generation}) has gone on without this database (at ` +
      `${record.generation}), as after an older backup was restored or while a copy of the database ran beside it; ` +
      `nothing is deleted from it until, ${ADOPT}.`,
  );

async function tieUntied(record: TieRecord): Promise<void> {
  const objection = objectionTo(await gatherEvidence());
  if (objection) throw refuse(objection);
  // Beside this process others start: one may be done already, and may have gone on to the next token.
  if ((await readMarker()) === null && !(await readRecord())?.isTied) await claim(record);
}

/**
 * Sees to it that the storage is the database's own. Call it in every process before the storage is used.
 * @throws StorageTieError when it is not, or is not known to be; what the storage or database answers otherwise
 */
export async function ensureStorageTie(): Promise<void> {
  const record = await readOrProposeRecord();
  const marker = await readMarker();
  if (marker) {
    if (marker.studioId !== record.studioId) throw foreign();
    if (!record.isTied) await replaceRecord(record, { ...record, isTied: true });
    if (!isInStep((await readRecord()) ?? record, marker)) log.error(outOfStep(record, marker).message);
    return;
  }
  if (!record.isTied) return tieUntied(record);
  if ((await databaseHasContent()) || !(await isStorageEmpty())) throw missingMarker();
  await claim(record);
}
