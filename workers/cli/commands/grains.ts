// `isomix grains`: cuts a style sound into grains, writes the library and prints what is in it.
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { decodeGrainLibrary } from '@/audio/style/library-format';
import { summariseLibrary } from '@/audio/style/library-summary';
import { type Command, CommandError, usageError } from '../command';
import { parseOrUsage, rounded } from '../recording';
import { withLibrary } from '../style-library';

const usage = 'grains <style> --out <lib>';

async function run(argv: readonly string[]): Promise<number> {
  const options = { out: { type: 'string' } } as const;
  const { values, positionals } = parseOrUsage(usage, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  const [file, ...more] = positionals;
  if (!file || more.length > 0 || !values.out) throw usageError(usage);
  if (!(await stat(file).catch(() => null))?.isFile()) throw new CommandError(`There is no file ${file}.`);
  const bytes = await withLibrary(file, (library) => readFile(library.file));
  const partial = `${values.out}.${process.pid}.partial`;
  await writeFile(partial, bytes);
  await rename(partial, values.out);
  const { grainCount, durationS, pitchRangeHz, grains } = summariseLibrary(decodeGrainLibrary(bytes));
  console.log(
    JSON.stringify({
      out: values.out,
      bytes: bytes.length,
      grains: grainCount,
      duration_s: rounded(durationS),
      pitch_range_hz: pitchRangeHz?.map(rounded) ?? null,
      map: grains.map((grain) => ({
        start_s: rounded(grain.startS),
        duration_s: rounded(grain.durationS),
        pitch_hz: grain.pitchHz === null ? null : rounded(grain.pitchHz),
        brightness_hz: rounded(grain.brightnessHz),
        level_db: rounded(grain.levelDb),
      })),
    }),
  );
  return 0;
}

export const grainsCommand: Command = { name: 'grains', usage, run };
