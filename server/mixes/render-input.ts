// Builds what a render job gets from a project's tracks and a mix: the shared one, or one given in a request.

import { type BitDepth, isAudioFormat } from '@/contract/export-formats';
import { isHeard } from '@/contract/group-routing';
import type { MixConfig, NewMix } from '@/contract/http/mixes';
import { FADER_MAX_DB, FADER_MIN_DB } from '@/contract/units';
import { mixLength } from '@/document/clips';
import {
  DEFAULT_MIX,
  DEFAULT_STRIP,
  type MixState,
  type StemResult,
  type StripState,
} from '@/document/schema';
import type { Track } from '@/document/tracks';
import { type ExportOptions, validateExport } from '@/platform/jobs/export-options';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import { ConflictError, ValidationError } from '@/server/errors';

/** What of a render job depends on the music alone. */
export type RenderedMusic = Pick<
  RenderMixInput,
  'sampleRate' | 'lengthSamples' | 'mix' | 'soloed' | 'stems' | 'sources'
>;

/** A linear volume as the fader position that gives it; 0 is silence. */
function stripOf({ volume, enabled, pan }: MixConfig[string]): StripState {
  const gainDb = Math.min(FADER_MAX_DB, Math.max(FADER_MIN_DB, 20 * Math.log10(volume)));
  return { ...DEFAULT_STRIP, gainDb, pan, mute: !enabled || volume === 0 };
}

/** A mix from a request, in the form the studio keeps its own in. */
export function mixOfConfig(config: MixConfig): MixState {
  const strips = Object.entries(config).map(([stem, settings]) => [stem, stripOf(settings)] as const);
  return { ...DEFAULT_MIX, strips: Object.fromEntries(strips) };
}

/** The tracks of a project, in the order of the mixer, and everything that their clips can play. */
export interface ProjectAudio {
  readonly tracks: readonly Track[];
  readonly sources: readonly StemResult[];
}

/** @throws ValidationError when `named` contains a stem that the project does not have */
export function checkStemNames(named: readonly string[], stems: readonly { readonly id: string }[]): void {
  const unknown = named.find((name) => !stems.some(({ id }) => id === name));
  if (unknown === undefined) return;
  const known = stems.map(({ id }) => id).join(', ');
  throw new ValidationError(`There is no stem called ${unknown}; this project has ${known}.`);
}

/**
 * The music to render: all tracks, the mix they are in, and who is on solo.
 * @throws ConflictError when there is nothing to hear, or it does not fit together
 */
export function musicOf(
  { tracks, sources }: ProjectAudio,
  mix: MixState,
  soloed: readonly string[],
): RenderedMusic {
  const [first] = tracks;
  if (!first)
    throw new ConflictError('This project has no tracks yet; wait for a separation or an import to finish.');
  const { sampleRate } = first;
  if ([...tracks, ...sources].some((each) => each.sampleRate !== sampleRate)) {
    throw new ConflictError('The tracks of this project do not fit together.');
  }
  const lengthSamples = mixLength(tracks, mix.strips);
  if (lengthSamples === 0) throw new ConflictError('Nothing lies on the tracks of this project yet.');
  return { sampleRate, lengthSamples, mix, soloed: [...soloed], stems: [...tracks], sources: [...sources] };
}

/** The tracks that can become stems: a group is the sum of some of them. */
export const stemsOf = <Each extends { readonly kind?: Track['kind'] | undefined }>(
  tracks: readonly Each[],
): readonly Each[] => tracks.filter(({ kind }) => kind !== 'group');

/** Stems that are audible: not muted, and on solo where any is. */
function audibleStems({ stems, mix, soloed }: RenderedMusic): string[] {
  const ids = stemsOf(stems).map(({ id }) => id);
  return ids.filter((id) => isHeard(mix.strips, id, new Set(soloed)));
}

function wantedStems(asked: NewMix, music: RenderedMusic): string[] | null {
  if (asked.stems !== 'heard') return asked.stems ? [...new Set(asked.stems)] : null;
  const audible = audibleStems(music);
  if (audible.length === 0) throw new ConflictError('No track is audible: all are muted.');
  return audible;
}

/** The section in samples, which has to begin before the mix ends; what it reaches beyond is cut. */
function rangeOf({ section }: NewMix, { sampleRate, lengthSamples }: RenderedMusic): ExportOptions['range'] {
  if (!section) return null;
  const from = Math.round(section.from_s * sampleRate);
  const to = Math.min(lengthSamples, Math.round(section.to_s * sampleRate));
  if (to > from) return { from, to };
  throw new ValidationError('The section lies after the end of the song, or is empty.');
}

/** MP3 and MIDI have no bit depth; the audio of a session has the one it is stored with. */
export function depthOf({ format, bit_depth }: Pick<NewMix, 'format' | 'bit_depth'>): BitDepth {
  if (format === 'dawproject') return 24;
  return format === 'mp3' || !isAudioFormat(format) ? 16 : bit_depth;
}

/**
 * What the request asks for, for these stems.
 * @param title for a file that is given none
 * @throws ValidationError when no such file can be made
 */
export function optionsOf(asked: NewMix, music: RenderedMusic, title: string): ExportOptions {
  const options: ExportOptions = {
    format: asked.format,
    bitDepth: depthOf(asked),
    sampleRate: asked.sample_rate,
    stems: wantedStems(asked, music),
    processing: asked.processing,
    click: asked.click,
    range: rangeOf(asked, music),
    loudnessLufs: asked.loudness === 'none' ? null : asked.loudness,
    tailSamples: Math.round(asked.tail_s * music.sampleRate),
    tags: { ...asked.metadata, title: asked.metadata.title || title.slice(0, 200) },
  };
  const issue = validateExport(options);
  if (issue) throw new ValidationError(issue);
  return options;
}
