// From a render job to what is rendered: the mix into one file, or every wanted stem into a file of its own.
import path from 'node:path';
import type { MixGraph, StripSettings } from '@/audio/mix/graph';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import type { CoverImage } from '@/platform/media/encoder-arguments';
import type { RenderOutput, RenderSource, RenderSpec } from './render-spec';

export type JobStem = RenderMixInput['stems'][number];

/** Local files of a job's stems by id; an inaudible one has none. */
export type StemFiles = ReadonlyMap<string, readonly string[]>;

/** A file to be rendered. */
export interface FileSpec {
  /** The stem that it contains; null for the mix. */
  readonly stem: JobStem | null;
  readonly spec: RenderSpec;
}

const graphOf = ({ mix, stems, soloed }: RenderMixInput): MixGraph =>
  graphOfMix(
    mix,
    stems.map(({ id }) => id),
    new Set(soloed),
  );

const isAudible = ({ mute, solo }: StripSettings, anySolo: boolean): boolean =>
  !mute && (solo === true || !anySolo);

/** The stems whose audio the job needs. */
export function neededStems(input: RenderMixInput): readonly JobStem[] {
  const { stems: wanted } = input.options;
  if (wanted) return input.stems.filter(({ id }) => wanted.includes(id));
  const { strips } = graphOf(input);
  const anySolo = strips.some(({ solo }) => solo);
  return input.stems.filter((_, index) => isAudible(strips[index]!, anySolo));
}

function sourceOf(stem: JobStem, strip: StripSettings, files: StemFiles): RenderSource {
  const { id, name, headroomBits, segmentSamples, lengthSamples } = stem;
  const segments = files.get(id);
  return {
    name,
    files: { segments: segments ?? [], segmentSamples, lengthSamples },
    scale: 2 ** headroomBits,
    // Solo is resolved here: an inaudible stem has no files.
    strip: { ...strip, solo: false, mute: segments === undefined },
  };
}

function commonOf({ options, mix, sampleRate, lengthSamples }: RenderMixInput) {
  const { range, loudnessLufs, tailSamples } = options;
  const { tempo, keySemitones } = mix;
  return { sampleRate, lengthSamples, range, loudnessLufs, tailSamples, tempo, keySemitones };
}

function outputOf(input: RenderMixInput, file: string, cover: CoverImage | undefined): RenderOutput {
  const { format, bitDepth, sampleRate, tags } = input.options;
  return { path: file, format, bitDepth, sampleRate, tags, cover };
}

/**
 * The files that the job asks for. A stem goes through its strip, with its share of reverb and delay, and through
 * the master's fader; what else the master does belongs to the sum. So the stems of a mix without master processing
 * add up to it.
 */
export function specsOf(
  input: RenderMixInput,
  files: StemFiles,
  folder: string,
  cover: CoverImage | undefined,
): FileSpec[] {
  const { stems, options } = input;
  const graph = graphOf(input);
  const common = { ...commonOf(input), reverb: graph.reverb, delay: graph.delay };
  const sources = stems.map((stem, index) => sourceOf(stem, graph.strips[index]!, files));
  const output = outputOf(input, path.join(folder, `mix.${options.format}`), cover);
  if (!options.stems) return [{ stem: null, spec: { ...common, sources, master: graph.master, output } }];
  const master = { gainDb: graph.master.gainDb };
  return neededStems(input).map((stem, index) => {
    const file = path.join(folder, `${stem.id}.${options.format}`);
    const title = [options.tags.title, stem.name].filter(Boolean).join(' - ');
    const named = {
      ...output,
      path: file,
      tags: { ...options.tags, title },
      ditherSeed: index,
      keepsOvers: true,
    };
    return { stem, spec: { ...common, sources: [sources[stems.indexOf(stem)]!], master, output: named } };
  });
}
