// The trash: what the database does not know waits here, by the day it came, before it goes for good.
import { DAY_MS } from '@/contract/durations';
import { getEnv } from '@/platform/env';
import { getStorage } from '@/platform/storage';
import { TRASH_FOLDER, trashDayPrefix } from '@/platform/storage/keys';
import { removeFolder, type SweepRun } from '../removal/counts';
import { KINDS, knownIds, type StoredUnit, unitsOf } from '../storage-tie/kinds';

/** A day as it names a folder of the trash. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Where a key lies in the trash when it is moved there now. */
export const trashKey = (key: string, now: Date): string =>
  `${trashDayPrefix(now.toISOString().slice(0, 10))}/${key}`;

/** A unit in the trash, under its original key. */
export interface TrashedUnit {
  readonly day: string;
  /** In the trash. */
  readonly unit: StoredUnit;
  /** Where it was. */
  readonly originalKey: string;
}

/** The days on which something was moved to the trash, oldest first. */
export async function trashDays(): Promise<string[]> {
  const days: string[] = [];
  for await (const { folders } of getStorage().browse(TRASH_FOLDER, { deep: false })) {
    days.push(...folders.map((folder) => folder.split('/').at(-1) ?? '').filter((day) => DAY.test(day)));
  }
  return days.sort();
}

/** Moves a unit, object or folder, to another key. */
export async function moveUnit({ key, isFolder }: StoredUnit, to: string): Promise<void> {
  const storage = getStorage();
  if (isFolder) await storage.moveFolder(key, to);
  else await storage.moveObject(key, to);
}

/** The units that were moved to the trash on one day, in pages of one kind each. */
export async function* trashedUnits(day: string): AsyncGenerator<TrashedUnit[]> {
  const beginning = `${trashDayPrefix(day)}/`;
  for (const kind of KINDS) {
    for await (const page of getStorage().browse(`${beginning}${kind.folder}`, { deep: false })) {
      yield unitsOf(kind, page).map((unit) => ({ day, unit, originalKey: unit.key.slice(beginning.length) }));
    }
  }
}

/** Whether anything is stored under a unit's original key. */
async function isInPlace({ unit, originalKey }: TrashedUnit): Promise<boolean> {
  const storage = getStorage();
  if (!unit.isFolder) return (await storage.stat(originalKey)) !== null;
  for await (const { objects } of storage.browse(originalKey, { deep: true }))
    if (objects.length > 0) return true;
  return false;
}

/** Moves a unit back to where it was, unless something is there. Returns whether it went back. */
export async function restoreUnit(trashed: TrashedUnit): Promise<boolean> {
  if (await isInPlace(trashed)) return false;
  await moveUnit(trashed.unit, trashed.originalKey);
  return true;
}

/**
 * Moves back what the database knows again: a row that came while its file was moved, or a database that was
 * exchanged for the right one.
 * @param days how many of the latest days are looked through
 */
export async function restoreKnown(run: SweepRun, days: number): Promise<void> {
  for (const day of (await trashDays()).slice(-days)) {
    for await (const page of trashedUnits(day)) await restoreKnownOf(page, run);
  }
}

/** Does so for units of one kind. */
async function restoreKnownOf(units: readonly TrashedUnit[], run: SweepRun): Promise<void> {
  const kind = units[0]?.unit.kind;
  if (!kind) return;
  const ids = units.map(({ unit }) => unit.id);
  const known = await knownIds(kind, ids);
  for (const trashed of units.filter(({ unit }) => known.has(unit.id))) {
    run.signal.throwIfAborted();
    if (await restoreUnit(trashed)) run.counts.add(trashed.originalKey);
  }
}

/** Deletes for good what has been in the trash for the days that the configuration states. */
export async function purgeTrash(now: Date, run: SweepRun): Promise<void> {
  const before = now.getTime() - getEnv().STORAGE_TRASH_DAYS * DAY_MS;
  for (const day of await trashDays()) {
    // Counted from the end of the day, so that nothing goes earlier than stated.
    if (Date.parse(day) + DAY_MS > before) continue;
    run.signal.throwIfAborted();
    run.counts.add(day, await removeFolder(getStorage(), trashDayPrefix(day)));
  }
}
