// From a render job to what is rendered: the mix into one file, or every wanted track into a file of its own.
import path from 'node:path';
import { type MixGraph, NEUTRAL_MASTER, NEUTRAL_STRIP, type StripSettings } from '@/audio/mix/graph';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { audioFormatOf } from '@/platform/jobs/export-options';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import type { CoverImage } from '@/platform/media/encoder-arguments';
import { type AudioFiles, audioKey, audioOf, type JobAudio, type JobStem, renderAudio } from './job-audio';
import type { RenderOutput, RenderSource, RenderSpec } from './render-spec';

/** A file to be rendered. */
export interface FileSpec {
  /** The id of the stem that it contains; null for the mix. */
  readonly stem: string | null;
  /** What it is called, without its extension. */
  readonly name: string;
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

function commonOf({ options, mix, sampleRate, lengthSamples }: RenderMixInput) {
  const { range, loudnessLufs, tailSamples } = options;
  const { tempo, keySemitones } = mix;
  return { sampleRate, lengthSamples, range, loudnessLufs, tailSamples, tempo, keySemitones };
}

function outputOf(input: RenderMixInput, file: string, cover: CoverImage | undefined): RenderOutput {
  const { bitDepth, sampleRate, tags } = input.options;
  return { path: file, format: audioFormatOf(input.options), bitDepth, sampleRate, tags, cover };
}

/** What of a group a stem goes through: its effects belong to the sum of the tracks in it. */
const linearStrip = (strip: StripSettings): StripSettings => ({
  ...strip,
  mute: false,
  eq: undefined,
  compressor: undefined,
  processors: undefined,
});

/** A track by itself, with the strip of its group behind it where it is in one. */
function aloneWithGroup(source: RenderSource, sources: readonly RenderSource[]): readonly RenderSource[] {
  const { into } = source.strip;
  const group = into === undefined ? undefined : sources[into];
  if (!group) return [source];
  return [
    { ...source, strip: { ...source.strip, into: 1 } },
    { ...group, strip: linearStrip(group.strip) },
  ];
}

/** A strip that plays its clips as they lie. */
const dryStrip = ({ clips }: StripSettings): StripSettings => ({ ...NEUTRAL_STRIP, clips });

/**
 * The files that the job asks for. A stem goes through its strip, with its share of reverb and delay, and through
 * the master's fader; what else the master does belongs to the sum. A track in a group goes through the group's fader,
 * balance and sends as well, but not through its effects. So the stems of a mix without effects on groups and master add
 * up to it. A dry stem passes none of this; tempo and key, which are the song's, change it as well.
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
  if (!options.stems)
    return [{ stem: null, name: 'mix', spec: { ...common, sources, master: graph.master, output } }];
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
    return {
      stem: stem.id,
      name: stem.name,
      spec: {
        ...common,
        sources: aloneWithGroup(sources[stems.indexOf(stem)]!, sources),
        master,
        output: named,
      },
    };
  });
}
