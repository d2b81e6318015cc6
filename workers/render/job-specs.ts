// From a render job to what is rendered: the mix into one file, or every wanted track into a file of its own.
import path from 'node:path';
import { type MixGraph, NEUTRAL_MASTER, NEUTRAL_STRIP, type StripSettings } from '@/audio/mix/graph';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import type { CoverImage } from '@/platform/media/encoder-arguments';
import type { RenderAudio, RenderOutput, RenderSource, RenderSpec } from './render-spec';

/** A track of the job. */
export type JobStem = RenderMixInput['stems'][number];

/** Stored audio that a job reads: stem `stemId` of what the finished job `sourceId` made. */
export interface JobAudio {
  readonly sourceId: string;
  readonly stemId: string;
  readonly lengthSamples: number;
  readonly segmentSamples: number;
  readonly headroomBits: number;
}

/** Names stored audio. */
export const audioKey = ({ sourceId, stemId }: JobAudio): string => `${sourceId}/${stemId}`;

/** Local files of a job's audio by `audioKey`; what is inaudible has none. */
export type AudioFiles = ReadonlyMap<string, readonly string[]>;

/** What a track plays where its clips name nothing else; null for nothing. */
function audioOf({ id, stemId = id, ...audio }: JobStem): JobAudio | null {
  return stemId === null ? null : { ...audio, stemId };
}

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

/** The tracks that the job makes audible. */
function neededStems(input: RenderMixInput): readonly JobStem[] {
  const { stems: wanted } = input.options;
  if (wanted) return input.stems.filter(({ id }) => wanted.includes(id));
  const { strips } = graphOf(input);
  const anySolo = strips.some(({ solo }) => solo);
  return input.stems.filter((_, index) => isAudible(strips[index]!, anySolo));
}

/** The ids of the sources that the clips of these tracks name. */
function namedSources({ mix }: RenderMixInput, tracks: readonly JobStem[]): ReadonlySet<string> {
  const clips = tracks.flatMap(({ id }) => mix.strips[id]?.clips ?? []);
  return new Set(clips.flatMap(({ source }) => source ?? []));
}

/** The audio that the job needs, each once. */
export function neededAudio(input: RenderMixInput): readonly JobAudio[] {
  const tracks = neededStems(input);
  const named = namedSources(input, tracks);
  const sources = input.sources.filter(({ id }) => named.has(id));
  const all = [...tracks, ...sources].flatMap((each) => audioOf(each) ?? []);
  return [...new Map(all.map((audio) => [audioKey(audio), audio])).values()];
}

function renderAudio(audio: JobAudio | null, files: AudioFiles): RenderAudio {
  const { lengthSamples = 0, segmentSamples, headroomBits = 0 } = audio ?? {};
  const segments = (audio && files.get(audioKey(audio))) ?? [];
  return { files: { segments, segmentSamples, lengthSamples }, scale: 2 ** headroomBits };
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

/** A strip that plays its clips as they lie. */
const dryStrip = ({ clips }: StripSettings): StripSettings => ({ ...NEUTRAL_STRIP, clips });

/**
 * The files that the job asks for. A stem goes through its strip, with its share of reverb and delay, and through
 * the master's fader; what else the master does belongs to the sum. So the stems of a mix without master processing
 * add up to it. A dry stem passes none of this; tempo and key, which are the song's, change it as well.
 */
export function specsOf(
  input: RenderMixInput,
  files: AudioFiles,
  folder: string,
  cover: CoverImage | undefined,
): FileSpec[] {
  const { stems, options } = input;
  const graph = graphOf(input);
  const audio = Object.fromEntries(
    input.sources.map((source) => [source.id, renderAudio(audioOf(source), files)]),
  );
  const common = { ...commonOf(input), audio, reverb: graph.reverb, delay: graph.delay };
  const needed = neededStems(input);
  const isDry = options.processing === 'dry';
  const sources = stems.map((stem, index): RenderSource => {
    const set = graph.strips[index]!;
    // Solo is resolved here: an inaudible track has no files.
    const strip = { ...(isDry ? dryStrip(set) : set), solo: false, mute: !needed.includes(stem) };
    return { ...renderAudio(audioOf(stem), files), name: stem.name, strip };
  });
  const output = outputOf(input, path.join(folder, `mix.${options.format}`), cover);
  if (!options.stems) return [{ stem: null, spec: { ...common, sources, master: graph.master, output } }];
  const master = isDry ? NEUTRAL_MASTER : { gainDb: graph.master.gainDb };
  return needed.map((stem, index) => {
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
