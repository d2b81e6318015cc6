// `isomix doctor`: runs the checks of a start and reports problems.
import { statfs } from 'node:fs/promises';
import { isInstalled } from '@/models/model-file';
import { findModel } from '@/models/registry';
import { type Env, getEnv } from '@/platform/env';
import { type CheckResult, diagnose } from '@/platform/preflight';
import { MIN_FREE_BYTES } from '@/workers/runtime/fitness-checks';
import { type Command, CommandError, usageError } from '../command';
import { pooledDatabaseUrl } from '../running-instance';

const MARKS = { ok: 'ok     ', warning: 'warning', error: 'error  ' } as const;

async function modelResult({ SEPARATION_MODEL: id, DATA_DIR }: Env): Promise<CheckResult> {
  try {
    const isThere = await isInstalled(await findModel(id, DATA_DIR), DATA_DIR);
    return isThere
      ? { name: 'model', state: 'ok', message: `The separation model ${id} is installed.` }
      : { name: 'model', state: 'error', message: `The separation model ${id} is not installed.` };
  } catch (error) {
    return {
      name: 'model',
      state: 'error',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

async function diskResult({ DATA_DIR }: Env): Promise<CheckResult> {
  try {
    const { bavail, bsize } = await statfs(DATA_DIR);
    const megabytes = `${Math.floor((bavail * bsize) / 2 ** 20)} MB`;
    return bavail * bsize < MIN_FREE_BYTES
      ? { name: 'disk', state: 'error', message: `DATA_DIR has only ${megabytes} free.` }
      : { name: 'disk', state: 'ok', message: `DATA_DIR has ${megabytes} free.` };
  } catch {
    return { name: 'disk', state: 'warning', message: `DATA_DIR (${DATA_DIR}) is not there yet.` };
  }
}

/** Null where the embedded database is not running: a start checks it. */
function addressOfDatabase(): string | null {
  try {
    return pooledDatabaseUrl();
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

async function run(argv: readonly string[]): Promise<number> {
  if (argv.length > 0) throw usageError('doctor');
  const env = getEnv();
  const own = [diskResult(env), ...(env.ROLES.includes('separation') ? [modelResult(env)] : [])];
  const results = [...(await diagnose(env, addressOfDatabase())), ...(await Promise.all(own))];
  for (const { state, name, message } of results) console.log(`${MARKS[state]} ${name}: ${message}`);
  return results.some(({ state }) => state === 'error') ? 1 : 0;
}

export const doctorCommand: Command = { name: 'doctor', usage: 'doctor', run };
