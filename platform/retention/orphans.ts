// Finds what is stored and not known to the database, and moves it to the trash once it is days old.
import { DAY_MS } from '@/contract/durations';
import { removeContent } from '@/platform/content-leases';
import type { Prisma } from '@/platform/database/generated/client';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { getStorage } from '@/platform/storage';
import { type MaintainedStorage, ObjectNotFoundError } from '@/platform/storage/storage';
import { StorageTieError } from '@/platform/storage/tie/errors';
import type { SweepRun } from '../removal/counts';
import { KINDS, type Kind, knownIds, type StoredUnit, unitsOf } from '../storage-tie/kinds';
import { moveUnit, trashKey } from './trash';

/** As many units are remembered, and moved, in one sweep; the next one finds the others. */
const MAX_PER_KIND = 10_000;

export interface Orphan extends StoredUnit {
  readonly bytes: number;
}

export interface OrphanPlan {
  readonly kind: Kind;
  /** Units that are stored. */
  readonly total: number;
  /** Units that the database does not know and that are old enough to go. */
  readonly deletable: number;
  readonly orphans: readonly Orphan[];
}

interface Weight {
  readonly objects: number;
  readonly bytes: number;
  /** In milliseconds since 1970, by the storage's clock. */
  readonly newest: number;
}

async function weigh(storage: MaintainedStorage, { key, isFolder }: StoredUnit): Promise<Weight> {
  if (!isFolder) {
    const [found, modifiedAt] = [await storage.stat(key), await storage.modifiedAt(key)];
    if (!found || !modifiedAt) return { objects: 0, bytes: 0, newest: 0 };
    return { objects: 1, bytes: found.bytes, newest: modifiedAt.getTime() };
  }
  let [objects, bytes, newest] = [0, 0, 0];
  for await (const page of storage.browse(key, { deep: true })) {
    for (const object of page.objects) {
      objects += 1;
      bytes += object.bytes;
      newest = Math.max(newest, object.modifiedAt.getTime());
    }
  }
  return { objects, bytes, newest };
}

async function planKind(kind: Kind, before: number, { signal }: SweepRun): Promise<OrphanPlan> {
  const storage = getStorage();
  const orphans: Orphan[] = [];
  let [total, deletable] = [0, 0];
  for await (const page of storage.browse(kind.folder, { deep: false })) {
    const units = unitsOf(kind, page);
    const known = await knownIds(
      kind,
      units.map(({ id }) => id),
    );
    total += units.length;
    for (const unit of units) {
      signal.throwIfAborted();
      if (known.has(unit.id)) continue;
      const { objects, bytes, newest } = await weigh(storage, unit);
      if (objects === 0 || newest >= before) continue;
      deletable += 1;
      if (orphans.length < MAX_PER_KIND) orphans.push({ ...unit, bytes });
    }
  }
  return { kind, total, deletable, orphans };
}

/** Looks through all that is stored, folder by folder and page by page, and changes nothing. */
export async function planOrphans(now: Date, run: SweepRun): Promise<OrphanPlan[]> {
  const before = now.getTime() - getEnv().STORAGE_MIN_AGE_DAYS * DAY_MS;
  const plans: OrphanPlan[] = [];
  for (const kind of KINDS) plans.push(await planKind(kind, before, run));
  return plans;
}

/** Moves a unit to the trash unless the database has come to know it. Returns whether it went. */
async function trashUnit(orphan: Orphan, now: Date): Promise<boolean> {
  const { kind, id } = orphan;
  const isUnknown = async (tx?: Prisma.TransactionClient) => !(await knownIds(kind, [id], tx)).has(id);
  const move = async (): Promise<true> => {
    await moveUnit(orphan, trashKey(orphan.key, now));
    return true;
  };
  const content = kind.contentOf(id);
  if (content === null) return (await isUnknown()) && move();
  // An upload of the same content reserves it until its rows are written.
  return (await removeContent(content, { isUnused: isUnknown, remove: move })) ?? false;
}

/** Moves to the trash what the plan found. */
export async function trashOrphans(plan: OrphanPlan, now: Date, run: SweepRun): Promise<void> {
  for (const orphan of plan.orphans) {
    run.signal.throwIfAborted();
    try {
      if (await trashUnit(orphan, now)) run.counts.add(orphan.key, orphan.bytes);
    } catch (error) {
      if (error instanceof ObjectNotFoundError) {
        log.info(
          { key: orphan.key },
          'A unit was gone before it could be moved: another sweeper was faster.',
        );
        continue;
      }
      // The storage went on without this database meanwhile: none of them goes any more.
      if (error instanceof StorageTieError) throw error;
      // It must not keep the others from going.
      log.warn(
        { err: error, key: orphan.key },
        'A unit could not be moved to the trash; the next scan tries again.',
      );
    }
  }
}
