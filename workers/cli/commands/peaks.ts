// `isomix peaks`: the waveform of an audio file as JSON, from the code that draws stems in the studio.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { deinterleave } from '@/audio/interleave';
import { condensePeaks, PeakBuilder, type Peaks } from '@/audio/peaks';
import { SAMPLE_RATE } from '@/audio/units';
import { decodeStream } from '@/platform/media/decode';
import { type Command, CommandError, usageError } from '../command';
import { requireFile } from '../input-file';

const usage = 'peaks <in> [--points <n>] [--out <file.json>]';

async function peaksOf(file: string): Promise<Peaks> {
  const builder = new PeakBuilder(SAMPLE_RATE);
  for await (const block of decodeStream(file, { sampleRate: SAMPLE_RATE, channels: 2 })) {
    builder.append(...deinterleave(block));
  }
  return builder.current();
}

/** Six decimals say more than the eye and the 16 bits of the studio's own peaks do. */
const rounded = (values: Float32Array): number[] =>
  Array.from(values, (value) => Math.round(value * 1e6) / 1e6);

function readPoints(text: string | undefined): number {
  const points = Number(text ?? Number.MAX_SAFE_INTEGER);
  if (!Number.isSafeInteger(points) || points < 1)
    throw new CommandError('--points must be a whole number above 0.');
  return points;
}

async function run(argv: readonly string[]): Promise<number> {
  const options = { points: { type: 'string' }, out: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw usageError(usage);
  const points = readPoints(values.points);
  await requireFile(file);
  const peaks = await peaksOf(file);
  const { min, max } = condensePeaks(peaks, points);
  const json = JSON.stringify({
    sample_rate: peaks.sampleRate,
    length_samples: peaks.lengthSamples,
    seconds: peaks.lengthSamples / peaks.sampleRate,
    points: min.length,
    min: rounded(min),
    max: rounded(max),
  });
  if (values.out) await writeFile(values.out, `${json}\n`);
  else console.log(json);
  return 0;
}

export const peaksCommand: Command = { name: 'peaks', usage, run };
