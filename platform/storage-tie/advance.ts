// Moves both ends of the tie on before each sweep: a database that was restored from an older backup falls behind.

import { assertClose } from '@/platform/clocks';
import { databaseNow } from '@/platform/database/clock';
import { getStorage } from '@/platform/storage';
import { TIE_KEY } from '@/platform/storage/keys';
import { newToken, readOrProposeRecord, recordWithToken, replaceRecord } from '../storage/tie/record';
import { isInStep } from '../storage/tie/tied-storage';
import { ensureStorageTie, missingMarker, outOfStep } from './ensure';
import { readMarker, writeMarker } from './marker';

/**
 * Checks that the storage is the database's own and in step with it, writes a new token on both ends, and checks the
 * storage's clock by what it says of that. The database comes first, so that a crash in between leaves a token in
 * storage that the database still accepts.
 * @throws StorageTieError when the two do not belong together or the database is the older one, ClockError when the
 * storage's clock differs from the database's by more than a minute
 */
export async function advanceTie(): Promise<void> {
  await ensureStorageTie();
  const [record, marker] = [await readOrProposeRecord(), await readMarker()];
  if (!marker) throw missingMarker();
  if (!isInStep(record, marker)) throw outOfStep(record, marker);
  const token = newToken();
  const next = recordWithToken(record, marker.token, token);
  // Somebody else has moved on meanwhile, which is as good.
  if (!(await replaceRecord(record, next))) return;
  await writeMarker({ studioId: next.studioId, generation: next.generation, token });
  const written = await getStorage().modifiedAt(TIE_KEY);
  if (!written) throw missingMarker();
  assertClose(
    'The clock of the database',
    (await databaseNow()).getTime() - written.getTime(),
    'that of the storage',
  );
}
