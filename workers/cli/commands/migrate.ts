// `isomix migrate`: the status of the migrations, and resolving one that failed half-way.
import { parseArgs } from 'node:util';
import { migrationStatus, resolveMigration } from '@/platform/database/migrate';
import { type Command, usageError } from '../command';
import { parseOrUsage } from '../recording';
import { withDatabaseAddress } from '../running-instance';

const usage = 'migrate status\nmigrate resolve <migration> (--rolled-back | --applied)';

async function status(): Promise<number> {
  const all = await withDatabaseAddress((url) => migrationStatus(url));
  for (const { name, state, logs } of all) {
    console.log(`${state.padEnd(8)} ${name}${logs ? `: ${logs.split('\n')[0]}` : ''}`);
  }
  return all.some(({ state }) => state === 'failed' || state === 'edited') ? 1 : 0;
}

async function resolve(argv: readonly string[]): Promise<number> {
  const options = { 'rolled-back': { type: 'boolean' }, applied: { type: 'boolean' } } as const;
  const { values, positionals } = parseOrUsage(usage.split('\n')[1] ?? usage, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  const [name, ...more] = positionals;
  if (!name || more.length > 0 || values.applied === values['rolled-back']) {
    throw usageError(usage.split('\n')[1] ?? usage);
  }
  const as = values.applied ? 'applied' : 'rolled-back';
  await withDatabaseAddress((url) => resolveMigration(url, name, as));
  console.log(values.applied ? `${name} counts as applied.` : `${name} runs again at the next start.`);
  return 0;
}

export const migrateCommand: Command = {
  name: 'migrate',
  usage,
  run: ([action, ...rest]) => {
    if (action === 'status' && rest.length === 0) return status();
    if (action === 'resolve') return resolve(rest);
    throw usageError(usage);
  },
};
