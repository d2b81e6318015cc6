// `isomix split`: the stretches of a recording that are not silent, as JSON.
import { parseArgs } from 'node:util';
import { analyses } from '../../analysis/analyses';
import { type Command, CommandError } from '../command';
import { durationOf, parseOrUsage, readRecording, rounded } from '../recording';

const usage = 'split <in> [--top-db <dB>]';

function readTopDb(text: string): number {
  const topDb = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(topDb) || topDb <= 0) throw new CommandError('--top-db must be a number above 0.');
  return topDb;
}

async function run(argv: readonly string[]): Promise<number> {
  const options = { 'top-db': { type: 'string', default: '20' } } as const;
  const { values, positionals } = parseOrUsage(usage, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  const topDb = readTopDb(values['top-db']);
  const recording = await readRecording(positionals, usage);
  const found = await analyses.split({ ...recording, topDb });
  const seconds = (position: number) => rounded(position / recording.sampleRate);
  const intervals = found.map(({ start, end }) => [seconds(start), seconds(end)]);
  console.log(JSON.stringify({ duration_s: durationOf(recording), intervals }));
  return 0;
}

export const splitCommand: Command = { name: 'split', usage, run };
