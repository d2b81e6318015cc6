// `isomix storage`: the tie of the storage, its trash, and the decisions of an operator on both.
import { parseArgs } from 'node:util';
import { databaseNow } from '@/platform/database/clock';
import { getEnv } from '@/platform/env';
import { permitSweep, readSweepRecord } from '@/platform/retention/sweep-record';
import { DAY, restoreUnit, type TrashedUnit, trashDays, trashedUnits } from '@/platform/retention/trash';
import { getStorage } from '@/platform/storage';
import { trashDayPrefix } from '@/platform/storage/keys';
import { adoptStorage, inspectTie, type TieStatus } from '@/platform/storage-tie/adopt';
import { type Command, CommandError, usageError } from '../command';
import { parseOrUsage } from '../recording';
import { withStudioDatabase } from '../running-instance';

const usage = [
  'storage status',
  'storage adopt',
  'storage proceed',
  'storage trash [--list]',
  'storage restore --all | --day <yyyy-mm-dd> | <beginning of a key>',
].join('\n');

const MEGABYTE = 1024 * 1024;
const inMegabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;

function describeTie({ record, marker, isTied }: TieStatus): string {
  if (isTied) return `They belong together (${record?.studioId}).`;
  if (!marker)
    return record?.isTied ? 'The storage carries no mark of a studio.' : 'They are not tied together yet.';
  if (marker.studioId !== record?.studioId)
    return `The storage carries the mark of another studio (${marker.studioId}).`;
  return `The storage (at ${marker.generation}) has gone on without this database (at ${record.generation}).`;
}

async function status(): Promise<void> {
  const tie = await inspectTie();
  const { expected, present, stored, unknown } = tie.evidence;
  console.log(`Storage: ${tie.place}.\n${describeTie(tie)}`);
  console.log(`Of ${expected} files that the database was asked about, ${present} are there.`);
  console.log(`Of ${stored} things that were looked at in storage, the database does not know ${unknown}.`);
  const { sweptAt, scannedAt, stopped, permittedUntil } = await readSweepRecord();
  console.log(
    `Last swept: ${sweptAt?.toISOString() ?? 'never'}; wholly: ${scannedAt?.toISOString() ?? 'never'}.`,
  );
  if (stopped.length > 0)
    console.log(`The last sweep was stopped: it would have taken ${stopped.join(', ')}.`);
  if (permittedUntil && permittedUntil > (await databaseNow())) {
    console.log(`Sweeps may exceed the deletion limit until ${permittedUntil.toISOString()}.`);
  }
}

async function adopt(): Promise<void> {
  const tie = await inspectTie();
  if (tie.isTied) {
    console.log('The database and the storage belong together already; nothing was changed.');
    return;
  }
  const studioId = await adoptStorage();
  const days = getEnv().STORAGE_MIN_AGE_DAYS;
  console.log(`The database and ${tie.place} belong together now (${studioId}).`);
  console.log(`What the database does not know moves to the trash once it is ${days} days old.`);
}

async function proceed(): Promise<void> {
  const { stopped } = await readSweepRecord();
  if (stopped.length === 0) throw new CommandError('No sweep was stopped; there is nothing to go on with.');
  const until = await permitSweep(await databaseNow());
  console.log(
    `The next sweep takes ${stopped.join(', ')}; until ${until.toISOString()} nothing stops a sweep.`,
  );
}

async function* allTrashed(): AsyncGenerator<TrashedUnit> {
  for (const day of await trashDays()) for await (const page of trashedUnits(day)) yield* page;
}

async function weighDay(day: string): Promise<{ objects: number; bytes: number }> {
  let [objects, bytes] = [0, 0];
  for await (const page of getStorage().browse(trashDayPrefix(day), { deep: true })) {
    objects += page.objects.length;
    for (const object of page.objects) bytes += object.bytes;
  }
  return { objects, bytes };
}

async function trash(list: boolean): Promise<void> {
  const days = await trashDays();
  if (days.length === 0) console.log('The trash is empty.');
  for (const day of days) {
    const { objects, bytes } = await weighDay(day);
    console.log(`${day}: ${objects} objects, ${inMegabytes(bytes)}`);
  }
  if (list) for await (const { day, originalKey } of allTrashed()) console.log(`${day} ${originalKey}`);
}

async function restore(isMeant: (unit: TrashedUnit) => boolean): Promise<void> {
  let [back, kept] = [0, 0];
  for await (const unit of allTrashed()) {
    if (!isMeant(unit)) continue;
    if (await restoreUnit(unit)) back += 1;
    else kept += 1;
  }
  if (back + kept === 0) {
    throw new CommandError(
      'There is no such thing in the trash; "isomix storage trash --list" shows what there is.',
    );
  }
  console.log(
    `${back} brought back.${kept > 0 ? ` ${kept} stay in the trash: something is in their place.` : ''}`,
  );
}

type Action = () => Promise<void>;

const usageLines = usage.split('\n');

/** An action that rejects arguments: it is too destructive to run for a mistyped command. */
const withoutArguments =
  (name: string, act: Action) =>
  (argv: readonly string[]): Action => {
    if (argv.length > 0) throw usageError(`storage ${name}`);
    return act;
  };

function parseTrash(argv: readonly string[]): Action {
  const options = { list: { type: 'boolean' } } as const;
  const { values } = parseOrUsage(usageLines[3] ?? usage, () => parseArgs({ args: [...argv], options }));
  return () => trash(values.list ?? false);
}

/** Exactly one selection of what to restore: two would be ambiguous. */
function parseRestore(argv: readonly string[]): Action {
  const form = usageLines[4] ?? usage;
  const options = { all: { type: 'boolean' }, day: { type: 'string' } } as const;
  const { values, positionals } = parseOrUsage(form, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  const { all, day } = values;
  const [beginning] = positionals;
  const ways = [all, day, ...positionals].filter((each) => each !== undefined).length;
  if (ways !== 1 || beginning === '' || (day !== undefined && !DAY.test(day))) {
    throw new CommandError(`Say in one way what to bring back: isomix ${form}`);
  }
  return () =>
    restore((unit) => (day === undefined ? unit.originalKey.startsWith(beginning ?? '') : unit.day === day));
}

const ACTIONS = new Map<string, (argv: readonly string[]) => Action>([
  ['status', withoutArguments('status', status)],
  ['adopt', withoutArguments('adopt', adopt)],
  ['proceed', withoutArguments('proceed', proceed)],
  ['trash', parseTrash],
  ['restore', parseRestore],
]);

export const storageCommand: Command = {
  name: 'storage',
  usage,
  run: async ([action = '', ...rest]) => {
    const parse = ACTIONS.get(action);
    if (!parse) throw usageError(usage);
    const act = parse(rest);
    return withStudioDatabase(async () => {
      await act();
      return 0;
    });
  },
};
