// `isomix mix`: renders a mix described in a file, with the engine that the studio plays and exports with.

import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SAMPLE_RATE } from '@/audio/units';
import {
  type BitDepth,
  bitDepthSchema,
  type ExportFormat,
  type ExportRate,
  exportFormatSchema,
  exportRateSchema,
} from '@/contract/export-formats';
import { validateExport } from '@/platform/jobs/export-options';
import { renderMix } from '@/workers/render/render-mix';
import { type Command, CommandError, usageError } from '../command';
import { signalOfInterruption } from '../interruption';
import { type MixDescription, readMixDescription } from '../mix-description';

const usage =
  'mix <mix.json> --out <file.wav|flac|mp3> [--bit-depth 16|24|32] [--sample-rate 44100|48000|96000]';

interface MixArguments {
  readonly description: string;
  readonly out: string;
  readonly format: ExportFormat;
  readonly bitDepth: BitDepth;
  readonly sampleRate: ExportRate;
}

function readFormat(out: string, depth: string | undefined, rate: string | undefined) {
  const format = exportFormatSchema.safeParse(path.extname(out).slice(1).toLowerCase());
  if (!format.success) throw new CommandError('--out must end in .wav, .flac or .mp3.');
  if (depth !== undefined && format.data === 'mp3')
    throw new CommandError('MP3 has no bit depth; leave --bit-depth out.');
  const bitDepth = bitDepthSchema.safeParse(Number(depth ?? 24));
  if (!bitDepth.success) throw new CommandError('--bit-depth must be 16, 24 or 32.');
  const sampleRate = exportRateSchema.safeParse(Number(rate ?? SAMPLE_RATE));
  if (!sampleRate.success) throw new CommandError('--sample-rate must be 44100, 48000 or 96000.');
  const chosen = { format: format.data, bitDepth: bitDepth.data, sampleRate: sampleRate.data };
  const issue = validateExport({ ...chosen, stems: null, range: null, loudnessLufs: null });
  if (issue) throw new CommandError(issue);
  return chosen;
}

function readArguments(argv: readonly string[]): MixArguments {
  const text = { type: 'string' } as const;
  const options = { out: text, 'bit-depth': text, 'sample-rate': text };
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const [description, ...more] = positionals;
  if (!description || more.length > 0 || !values.out) throw usageError(usage);
  const format = readFormat(values.out, values['bit-depth'], values['sample-rate']);
  return { description: path.resolve(description), out: path.resolve(values.out), ...format };
}

/** Renders beside the target and renames, so that the target is a whole file or what it was before. */
async function renderTo(args: MixArguments, description: MixDescription) {
  const { out, format, bitDepth, sampleRate } = args;
  const partial = `${out}.${process.pid}.partial`;
  const { stems, groups, tags, cover, ...settings } = description;
  const sources = [
    ...stems.map(({ file, strip }) => ({
      name: path.basename(file),
      files: { audio: file },
      scale: 1,
      strip,
    })),
    ...groups.map((group) => ({ ...group, files: { segments: [] }, scale: 1 })),
  ];
  const spec = { ...settings, sources, sampleRate: SAMPLE_RATE, lengthSamples: null };
  const named = { ...tags, title: tags.title || path.parse(out).name };
  const output = { path: partial, format, bitDepth, sampleRate, tags: named, cover };
  const signal = signalOfInterruption('Mixing was interrupted.');
  const mix = await renderMix({ ...spec, output }, { signal });
  await rename(partial, out);
  return mix;
}

async function checkFolder(file: string): Promise<void> {
  const folder = path.dirname(file);
  const info = await stat(folder).catch(() => null);
  if (!info?.isDirectory()) throw new CommandError(`There is no folder ${folder}.`);
}

async function run(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  await checkFolder(args.out);
  const description = await readMixDescription(args.description);
  const began = performance.now();
  const mix = await renderTo(args, description);
  const [seconds, wall] = [mix.lengthSamples / mix.sampleRate, (performance.now() - began) / 1000];
  console.log(
    JSON.stringify({
      out: args.out,
      format: args.format,
      seconds,
      wall_s: wall,
      rtf: wall / seconds,
      peak_dbfs: mix.peakDbfs,
      clipped_samples: mix.clippedSamples,
      integrated_lufs: mix.integratedLufs,
      loudness_range_lu: mix.rangeLu,
      true_peak_dbtp: mix.truePeakDbtp,
      loudness_missed_lu: mix.loudnessShortfallLu,
      sample_rate: mix.sampleRate,
      stretcher: mix.stretcher,
      tempo: description.tempo,
      key_semitones: description.keySemitones,
    }),
  );
  return 0;
}

export const mixCommand: Command = { name: 'mix', usage, run };
