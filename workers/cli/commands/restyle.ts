// `isomix restyle`: plays a stem with a style sound and prints how well that went.
import { readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { completeSettings } from '@/audio/style/settings';
import { SAMPLE_RATE } from '@/audio/units';
import { STYLE_SETTINGS, type StyleNumber, type StyleSettings } from '@/contract/style-settings';
import { sanitise } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import { runInProcess } from '@/workers/runtime/compute/run-in-process';
import type { StereoSound } from '@/workers/style/load-stereo';
import { restyleTask } from '@/workers/style/style-tasks';
import { type Command, CommandError, usageError } from '../command';
import { parseOrUsage, rounded } from '../recording';
import { withLibrary } from '../style-library';

/** The options that are numbers, and the settings that they set. */
const NUMBERS = {
  'grain-duration-ms': 'grainDurationMs',
  amount: 'amount',
  transpose: 'transposeSemitones',
  voices: 'voices',
  'formant-keep': 'formantKeep',
  density: 'density',
  'position-spray-ms': 'positionSprayMs',
  continuity: 'continuity',
  'repetition-limit': 'repetitionLimit',
  'stereo-spread': 'stereoSpread',
  'attack-preservation': 'attackPreservation',
  seed: 'seed',
} as const satisfies Record<string, StyleNumber>;
type NumberOption = keyof typeof NUMBERS;
const numberOptions = Object.keys(NUMBERS) as NumberOption[];

const usage = `restyle <stem> --style <style> --out <file.wav> [--mode mosaic|classic] [--no-pitch-mapping] [--no-envelope] [--no-transpose] ${numberOptions.map((name) => `[--${name} <n>]`).join(' ')}`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  style: text,
  out: text,
  mode: text,
  'no-pitch-mapping': flag,
  'no-envelope': flag,
  'no-transpose': flag,
  ...(Object.fromEntries(numberOptions.map((name) => [name, text])) as Record<NumberOption, typeof text>),
};

interface RestyleArguments {
  readonly stem: string;
  readonly style: string;
  readonly out: string;
  readonly settings: Partial<StyleSettings>;
}

function readNumber(name: NumberOption, value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new CommandError(`--${name} must be a number.`);
  return number;
}

function readArguments(argv: readonly string[]): RestyleArguments {
  const { values, positionals } = parseOrUsage(usage, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true }),
  );
  const [stem, ...more] = positionals;
  if (!stem || more.length > 0 || !values.style || !values.out) throw usageError(usage);
  if (!values.out.toLowerCase().endsWith('.wav')) throw new CommandError('--out must end in .wav.');
  const mode = values.mode ?? STYLE_SETTINGS.mode.default;
  if (mode !== 'mosaic' && mode !== 'classic') throw new CommandError('--mode must be mosaic or classic.');
  const numbers = numberOptions.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[NUMBERS[name], readNumber(name, value)]];
  });
  const settings: Partial<StyleSettings> = {
    mode,
    usePitchMapping: !values['no-pitch-mapping'],
    useEnvelope: !values['no-envelope'],
    transposeToTarget: !values['no-transpose'],
    ...(Object.fromEntries(numbers) as Partial<Record<StyleNumber, number>>),
  };
  // Refused here, before anything is decoded.
  completeSettings(settings);
  return { stem, style: values.style, out: values.out, settings };
}

/** Reads what a restyle task wrote. */
async function readPlayed(file: string): Promise<StereoSound> {
  const { buffer, byteOffset, byteLength } = await readFile(file);
  const samples = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  return [samples.subarray(0, samples.length / 2), samples.subarray(samples.length / 2)];
}

/** Writes beside the target and renames, so that the target is a whole file or what it was before. */
async function writeWav(out: string, [left, right]: StereoSound): Promise<void> {
  const interleaved = new Float32Array(2 * left.length);
  for (let i = 0; i < left.length; i++) {
    interleaved[2 * i] = left[i]!;
    interleaved[2 * i + 1] = right[i]!;
  }
  const partial = `${out}.${process.pid}.partial`;
  const format = { format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  try {
    await encodeStream({ ...format, path: partial }, [sanitise(interleaved)]);
    await rename(partial, out);
  } finally {
    await rm(partial, { force: true });
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const { stem: stemFile, style: styleFile, out, settings } = readArguments(argv);
  for (const file of [stemFile, styleFile]) {
    if (!(await stat(file).catch(() => null))?.isFile()) throw new CommandError(`There is no file ${file}.`);
  }
  const { figures, synthesisS, grainsUsed, analysisS } = await withLibrary(styleFile, async (library) => {
    const output = path.join(library.folder, 'played.f32');
    const stem = { recording: path.resolve(stemFile) };
    const measureAgainst = path.resolve(styleFile);
    const task = { stem, library: library.file, settings, output, measureAgainst };
    const played = await runInProcess(restyleTask, task);
    await writeWav(out, await readPlayed(output));
    return { ...played, analysisS: library.built.analysisS };
  });
  console.log(
    JSON.stringify({
      out,
      wall_s: rounded(synthesisS),
      style_analysis_s: rounded(analysisS),
      grains_used: grainsUsed,
      onset_f: figures && rounded(figures.onsetF),
      chroma: figures && rounded(figures.chroma),
      envelope: figures && rounded(figures.envelope),
      mfcc_to_style: figures && rounded(figures.mfccToStyle),
      mfcc_to_source: figures && rounded(figures.mfccToSource),
    }),
  );
  return 0;
}

export const restyleCommand: Command = { name: 'restyle', usage, run };
