// Reads a mix.json: which files are mixed, and how everything is set.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { NEUTRAL_EQ } from '@/audio/filter/parametric-eq';
import type { AutomationSettings, Lane } from '@/audio/mix/automation';
import { type Clip, fadeClip } from '@/audio/mix/clips';
import { resolveDelay } from '@/audio/mix/delay-times';
import type { MasterSettings, StripSettings } from '@/audio/mix/graph';
import type { EchoSettings } from '@/audio/space/echo';
import { type Samples, samples, secondsToSamples } from '@/audio/units';
import { isMuted, isSoloed } from '@/contract/group-routing';
import { fileMessage } from '@/contract/input-message';
import { COMPRESSOR, type CompressorSettings } from '@/contract/processors/compressor';
import { EQ_BAND_NAMES, EQ_BANDS, type EqSettings } from '@/contract/processors/equaliser';
import { DELAY, REVERB, type ReverbSettings, SENDS } from '@/contract/processors/sends';
import type { AudioTags, CoverImage } from '@/platform/media/encoder-arguments';
import type { RenderRange } from '../render/render-spec';
import { CommandError } from './command';
import { requireFile } from './input-file';
import { processorsOf, settingsOf, underscored } from './mix-processors';
import {
  type CompressorDescription,
  type EqDescription,
  type GroupDescription,
  type MasterDescription,
  mixSchema,
  type StemDescription,
  type StripDescription,
} from './mix-schema';

export interface MixDescription {
  readonly stems: readonly { readonly file: string; readonly strip: StripSettings }[];
  readonly groups: readonly { readonly name: string; readonly strip: StripSettings }[];
  readonly master: MasterSettings;
  readonly reverb?: ReverbSettings;
  readonly delay?: EchoSettings;
  readonly tempo: number;
  readonly keySemitones: number;
  readonly range: RenderRange | null;
  readonly loudnessLufs: number | null;
  readonly tailSamples: Samples;
  readonly tags: AudioTags;
  readonly cover: CoverImage | undefined;
}

async function readJson(file: string): Promise<unknown> {
  await requireFile(file);
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not valid JSON.`);
  }
}

function eqOf(eq: EqDescription | undefined): EqSettings | undefined {
  if (!eq || eq.bypass) return undefined;
  const described: Readonly<Record<string, unknown>> = eq;
  const bands = EQ_BAND_NAMES.map((name) => {
    const band = described[underscored(name)] as Readonly<Record<string, unknown>> | undefined;
    return [name, band ? settingsOf(EQ_BANDS[name].settings, band) : NEUTRAL_EQ[name]] as const;
  });
  return Object.fromEntries(bands) as EqSettings;
}

const compressorOf = (described: CompressorDescription | undefined): CompressorSettings | undefined =>
  described && !described.bypass ? settingsOf(COMPRESSOR.settings, described) : undefined;

function automationOf({ gain_db, pan }: NonNullable<StemDescription['automation']>): AutomationSettings {
  const lane = (points: typeof pan): Lane | undefined =>
    points?.map(({ at_s, value }) => ({ at: secondsToSamples(at_s), value }));
  return { gainDb: lane(gain_db), pan: lane(pan) };
}

function clipOf(described: NonNullable<StemDescription['clips']>[number]): Clip {
  const none = samples(0);
  const clip = {
    start: secondsToSamples(described.start_s),
    sourceStart: secondsToSamples(described.source_start_s),
    length: samples(Math.max(1, secondsToSamples(described.length_s))),
    fadeIn: none,
    fadeOut: none,
  };
  return fadeClip(clip, secondsToSamples(described.fade_in_s), secondsToSamples(described.fade_out_s));
}

function stripOf(strip: StripDescription): StripSettings {
  const { gain_db, pan, mute, solo, invert, eq, compressor, sends, automation } = strip;
  return {
    gainDb: gain_db,
    pan,
    mute,
    solo,
    invert,
    eq: eqOf(eq),
    compressor: compressorOf(compressor),
    processors: processorsOf(strip),
    sends: sends && settingsOf(SENDS.settings, sends),
    automation: automation && automationOf(automation),
  };
}

/** The strips of a mix: those of its stems, and behind them those of its groups, which play nothing of their own. */
function stripsOf(stems: readonly StemDescription[], groups: readonly GroupDescription[]): StripSettings[] {
  const intoOf = ({ group }: StemDescription): number | undefined =>
    group === undefined ? undefined : stems.length + groups.findIndex(({ id }) => id === group);
  const strips = [
    ...stems.map((stem) => ({ ...stripOf(stem), into: intoOf(stem), clips: stem.clips?.map(clipOf) })),
    ...groups.map((group) => ({ ...stripOf(group), into: undefined, clips: [] })),
  ];
  const routed = strips.map(({ mute, into }) => ({ mute, group: into?.toString() }));
  const byIndex = Object.fromEntries(routed.entries());
  const soloed = new Set(strips.flatMap(({ solo }, index) => (solo ? String(index) : [])));
  return strips.map((strip, index) => ({
    ...strip,
    mute: isMuted(byIndex, String(index)),
    solo: isSoloed(byIndex, String(index), soloed),
  }));
}

function masterOf({ gain_db, eq, limiter }: MasterDescription): MasterSettings {
  const settings =
    typeof limiter === 'object'
      ? { ceilingDb: limiter.ceiling_dbtp, releaseMs: limiter.release_ms }
      : DEFAULT_LIMITER;
  return { gainDb: gain_db, eq: eqOf(eq), limiter: limiter === false ? null : settings };
}

const COVER_KINDS: Readonly<Record<string, CoverImage['kind']>> = {
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
};

async function coverOf(folder: string, cover: string | undefined): Promise<CoverImage | undefined> {
  if (cover === undefined) return undefined;
  const file = path.resolve(folder, cover);
  const kind = COVER_KINDS[path.extname(file).toLowerCase()];
  if (!kind) throw new CommandError('The cover must be a .jpg or .png file.');
  await requireFile(file);
  return { path: file, kind };
}

const rangeOf = ({ section }: z.output<typeof mixSchema>): RenderRange | null =>
  section ? { from: secondsToSamples(section.from_s), to: secondsToSamples(section.to_s) } : null;

/**
 * Reads and checks a mix description; the paths in it are relative to its own folder.
 * @throws CommandError with a user message about the first problem
 */
export async function readMixDescription(file: string): Promise<MixDescription> {
  const parsed = mixSchema.safeParse(await readJson(file), { reportInput: true });
  if (!parsed.success) throw new CommandError(`${path.basename(file)}: ${fileMessage(parsed.error)}`);
  const { stems, sources, groups, master, reverb, delay, bpm, loudness, tail_s } = parsed.data;
  const folder = path.dirname(file);
  const tracks = stems ?? sources ?? [];
  const strips = stripsOf(tracks, groups);
  const described = tracks.map(({ source, file = '' }, index) => ({
    file: path.resolve(folder, source ?? file),
    strip: strips[index]!,
  }));
  for (const stem of described) await requireFile(stem.file);
  return {
    stems: described,
    groups: groups.map(({ id, name = id }, index) => ({ name, strip: strips[tracks.length + index]! })),
    master: masterOf(master),
    reverb: reverb && settingsOf(REVERB.settings, reverb),
    delay: delay && resolveDelay(settingsOf(DELAY.settings, delay), bpm),
    tempo: parsed.data.tempo,
    keySemitones: parsed.data.key_semitones,
    range: rangeOf(parsed.data),
    loudnessLufs: typeof loudness === 'number' ? loudness : null,
    tailSamples: secondsToSamples(tail_s),
    tags: parsed.data.metadata,
    cover: await coverOf(folder, parsed.data.cover),
  };
}
