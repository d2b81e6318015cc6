// `isomix automix`: one continuous set of several tracks, with its tracklist, CUE sheet and report.

import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { samplesToSeconds } from '@/audio/units';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { SET_STRATEGIES } from '@/contract/set-vocabulary';
import { writeLists } from '@/workers/automix/flow/finish-set';
import { type MadeSet, type MakeSetProgress, makeSet } from '@/workers/automix/flow/make-set';
import { type Command, CommandError, usageError } from '../command';
import { requireFile } from '../input-file';
import { signalOfInterruption } from '../interruption';
import { parseOrUsage, rounded } from '../recording';

const usage =
  'automix <files…> --out <set.wav|flac|mp3> [--strategy rules|llm] [--keep-order] [--report <report.json>]';

const formatSchema = z.enum(['wav', 'flac', 'mp3']);
const strategySchema = z.enum(SET_STRATEGIES);

interface AutomixArguments {
  readonly files: readonly string[];
  readonly out: string;
  readonly format: z.output<typeof formatSchema>;
  readonly strategy: z.output<typeof strategySchema>;
  readonly keepOrder: boolean;
  readonly report: string | null;
}

const text = { type: 'string' } as const;
const options = { out: text, strategy: text, report: text, 'keep-order': { type: 'boolean' } } as const;

function readArguments(argv: readonly string[]): AutomixArguments {
  const { values, positionals } = parseOrUsage(usage, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  if (positionals.length === 0 || !values.out) throw usageError(usage);
  if (positionals.length === 1) throw new CommandError('A set needs at least two tracks.');
  const format = formatSchema.safeParse(path.extname(values.out).slice(1).toLowerCase());
  if (!format.success) throw new CommandError('--out must end in .wav, .flac or .mp3.');
  const strategy = strategySchema.safeParse(values.strategy ?? 'rules');
  if (!strategy.success) throw new CommandError('--strategy must be rules or llm.');
  return {
    files: positionals.map((file) => path.resolve(file)),
    out: path.resolve(values.out),
    format: format.data,
    strategy: strategy.data,
    keepOrder: values['keep-order'] ?? false,
    report: values.report === undefined ? null : path.resolve(values.report),
  };
}

async function requireFolder(file: string): Promise<void> {
  const folder = path.dirname(file);
  const info = await stat(folder).catch(() => null);
  if (!info?.isDirectory()) throw new CommandError(`There is no folder ${folder}.`);
}

/** Overwrites one line of a terminal; prints nothing when stderr is redirected. */
function showProgress({ phase, done, total, share }: MakeSetProgress): void {
  if (!process.stderr.isTTY) return;
  const count = phase === 'joining' || phase === 'planning' ? '' : ` ${done} of ${total}`;
  process.stderr.write(`\r\u001b[K${phase}${count} ${Math.round(share * 100)} %`);
}

/** Temporary files are in a hidden folder beside the set, on the same disk, and are always removed. */
async function makeInto(args: AutomixArguments): Promise<MadeSet> {
  const workDir = await mkdtemp(path.join(path.dirname(args.out), '.automix-'));
  const { files, strategy, keepOrder, format } = args;
  const signal = signalOfInterruption('The set was interrupted.');
  const output = { path: args.out, format, bitDepth: 24, title: path.parse(args.out).name } as const;
  try {
    return await makeSet(
      { files, rules: DEFAULT_DJ_RULES, strategy, keepOrder, output, workDir },
      { signal, onProgress: showProgress },
    );
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    await rm(workDir, { recursive: true, force: true });
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  for (const file of args.files) await requireFile(file);
  for (const file of [args.out, args.report]) if (file !== null) await requireFolder(file);
  const began = performance.now();
  const set = await makeInto(args);
  await writeLists(path.dirname(args.out), set);
  if (args.report !== null) await writeFile(args.report, `${JSON.stringify(set.report, null, 2)}\n`);
  const { report, plan, timeline } = set;
  console.log(
    JSON.stringify({
      out: args.out,
      format: args.format,
      tracks: report.tracks.length,
      strategy: plan.strategy,
      seconds: rounded(samplesToSeconds(timeline.length, timeline.sampleRate)),
      wall_s: rounded((performance.now() - began) / 1000),
      ...report.loudness,
      notes: report.notes,
    }),
  );
  return 0;
}

export const automixCommand: Command = { name: 'automix', usage, run };
