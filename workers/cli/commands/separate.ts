// `isomix separate`: the stems of a song as 32-bit float WAV files, by the same engine as the worker's.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findModel } from '@/models/registry';
import { getEnv } from '@/platform/env';
import { TaskFailure } from '@/workers/runtime/compute/failure';
import { SeparationEngine } from '@/workers/separation/engine-client';
import type { EngineProgress, SeparationOutcome } from '@/workers/separation/engine-tasks';
import { type Command, CommandError, usageError } from '../command';
import { requireFile } from '../input-file';
import { signalOfInterruption } from '../interruption';

const usage = 'separate <in> --out <dir> [--model htdemucs]';

interface SeparateArguments {
  readonly input: string;
  readonly folder: string;
  readonly modelId: string;
}

function readArguments(argv: readonly string[]): SeparateArguments {
  const options = { out: { type: 'string' }, model: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0 || !values.out) throw usageError(usage);
  return {
    input: path.resolve(input),
    folder: path.resolve(values.out),
    modelId: values.model ?? getEnv().SEPARATION_MODEL,
  };
}

/** Overwrites one line of a terminal; prints nothing when stderr is redirected. */
function showProgress({ stage, progress, etaS }: EngineProgress): void {
  if (!process.stderr.isTTY) return;
  const left = etaS === undefined ? '' : `, ${Math.ceil(etaS)} s left`;
  process.stderr.write(`\r\u001b[K${stage} ${Math.round(progress * 100)} %${left}`);
}

async function separateInto(args: SeparateArguments, scratchDir: string): Promise<SeparationOutcome> {
  const { input, folder, modelId } = args;
  const engine = new SeparationEngine();
  try {
    return await engine.separate(
      { input, modelId, dataDir: getEnv().DATA_DIR, scratchDir, target: { kind: 'wav', folder } },
      { signal: signalOfInterruption('The separation was interrupted.'), onProgress: showProgress },
    );
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    throw new CommandError(error.message.split('\n')[0]);
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    await engine.close();
  }
}

/** Temporary files are in a hidden folder inside --out; a run that fails removes everything it made. */
async function separateFile(args: SeparateArguments): Promise<SeparationOutcome> {
  const firstMade = await mkdir(args.folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`The folder ${args.folder} cannot be made (${error.code}).`);
  });
  const scratchDir = await mkdtemp(path.join(args.folder, '.separate-'));
  try {
    const outcome = await separateInto(args, scratchDir);
    await rm(scratchDir, { recursive: true, force: true });
    return outcome;
  } catch (error) {
    await rm(firstMade ?? scratchDir, { recursive: true, force: true });
    throw error;
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  await requireFile(args.input);
  await findModel(args.modelId, getEnv().DATA_DIR);
  const outcome = await separateFile(args);
  if (outcome.note) console.error(`${path.basename(args.input)}: ${outcome.note}`);
  const seconds = outcome.lengthSamples / outcome.sampleRate;
  const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
  console.log(
    JSON.stringify({
      model: outcome.model,
      provider: outcome.provider,
      seconds: rounded(seconds, 3),
      wall_s: rounded(outcome.wallSeconds, 3),
      rtf: rounded(outcome.wallSeconds / seconds, 4),
      peak_rss_mb: Math.round(outcome.peakRssMb),
    }),
  );
  return 0;
}

export const separateCommand: Command = { name: 'separate', usage, run };
