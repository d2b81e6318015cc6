// From the mix as people share it to what the engine is set to: one pure function for the player and the renders.
import { isMuted, isSoloed } from '@/contract/group-routing';
import type { CompressorSettings } from '@/contract/processors/compressor';
import type { EqSettings } from '@/contract/processors/equaliser';
import type { LimiterSettings } from '@/contract/processors/limiter';
import type { DelaySettings, ReverbSettings, SendSettings } from '@/contract/processors/sends';
import {
  type ProcessorId,
  STRIP_PROCESSORS,
  type StripProcessorSettings,
} from '@/contract/processors/strip-processors';
import { samples } from '../units';
import type { AutomationSettings, Lane } from './automation';
import type { Clip } from './clips';
import { resolveDelay } from './delay-times';
import { type MasterSettings, type MixGraph, NEUTRAL_STRIP, type StripSettings } from './graph';

const PROCESSOR_IDS = Object.keys(STRIP_PROCESSORS) as ProcessorId[];

interface SharedBreakpoint {
  readonly at: number;
  readonly value: number;
}

/** A clip with positions as plain whole numbers. */
type SharedClip = { readonly [Name in Exclude<keyof Clip, 'source'>]: number } & {
  readonly source?: string | undefined;
};

interface Bypassed {
  /** Set, but not audible. */
  readonly bypass: boolean;
}

/** The effects that are described by their settings alone, each with its switch; those that are left out are off. */
type SharedProcessors = {
  readonly [Id in keyof StripProcessorSettings]?: NonNullable<StripProcessorSettings[Id]> & {
    readonly on: boolean;
  };
};

export interface SharedStrip extends SharedProcessors {
  readonly gainDb: number;
  readonly pan: number;
  readonly mute: boolean;
  readonly invert: boolean;
  readonly eq: EqSettings & Bypassed;
  readonly compressor: CompressorSettings & Bypassed;
  readonly sends: SendSettings;
  readonly automation?: {
    readonly gainDb?: readonly SharedBreakpoint[];
    readonly pan?: readonly SharedBreakpoint[];
  };
  readonly clips?: readonly SharedClip[] | null;
  /** The id of the group that it goes through. */
  readonly group?: string | undefined;
}

/**
 * The mix as the shared document stores it: every setting there is, with positions as plain whole numbers.
 */
export interface SharedMix {
  /** By track id. */
  readonly strips: Readonly<Record<string, SharedStrip>>;
  readonly master: {
    readonly gainDb: number;
    readonly eq: EqSettings & Bypassed;
    readonly limiter: LimiterSettings & { readonly on: boolean };
  };
  readonly reverb: ReverbSettings;
  readonly delay: DelaySettings;
  /** The tempo of the recording in beats per minute; 0 where it is unknown. */
  readonly bpm: number;
}

const laneOf = (points: readonly SharedBreakpoint[] = []): Lane =>
  points.map(({ at, value }) => ({ at: samples(at), value }));

function automationOf({ automation }: SharedStrip): AutomationSettings | undefined {
  return automation && { gainDb: laneOf(automation.gainDb), pan: laneOf(automation.pan) };
}

/** A clip of the shared mix as the engine takes it. */
export const clipOf = (clip: SharedClip): Clip => ({
  start: samples(clip.start),
  sourceStart: samples(clip.sourceStart),
  length: samples(clip.length),
  fadeIn: samples(clip.fadeIn),
  fadeOut: samples(clip.fadeOut),
  ...(clip.source !== undefined && { source: clip.source }),
});

const unlessBypassed = <Settings extends Bypassed>(settings: Settings): Settings | undefined =>
  settings.bypass ? undefined : settings;

/** Those that are switched on. */
function processorsOf(strip: SharedProcessors): StripProcessorSettings {
  const on = PROCESSOR_IDS.filter((id) => strip[id]?.on);
  return Object.fromEntries(on.map((id) => [id, strip[id]]));
}

/** What mute, solo and groups come to for a strip. */
type Routing = Pick<StripSettings, 'mute' | 'solo' | 'into'>;

function stripOf(strip: SharedStrip, routing: Routing): StripSettings {
  const { gainDb, pan, invert, sends } = strip;
  return {
    gainDb,
    pan,
    ...routing,
    invert,
    sends,
    eq: unlessBypassed(strip.eq),
    compressor: unlessBypassed(strip.compressor),
    processors: processorsOf(strip),
    automation: automationOf(strip),
    clips: strip.clips?.map(clipOf) ?? null,
  };
}

const masterOf = ({ gainDb, eq, limiter }: SharedMix['master']): MasterSettings => ({
  gainDb,
  eq: unlessBypassed(eq),
  limiter: limiter.on ? limiter : null,
});

/**
 * What the engine is to play. Tempo and key are not the engine's: they are changed after it, and what repeats in the
 * tempo of the recording changes with it.
 * @param trackIds the tracks in the engine's order; one without a strip plays as it is
 * @param soloed the tracks that somebody listens to alone, for this one listener or this one export
 */
export function graphOfMix(
  mix: SharedMix,
  trackIds: readonly string[],
  soloed: ReadonlySet<string> = new Set(),
): MixGraph {
  const indices = new Map(trackIds.map((id, index) => [id, index]));
  const strips = trackIds.map((id) => {
    const strip = Object.hasOwn(mix.strips, id) ? mix.strips[id] : undefined;
    const routing = {
      mute: isMuted(mix.strips, id),
      solo: isSoloed(mix.strips, id, soloed),
      into: strip?.group === undefined ? undefined : indices.get(strip.group),
    };
    return strip ? stripOf(strip, routing) : { ...NEUTRAL_STRIP, ...routing };
  });
  return {
    strips,
    master: masterOf(mix.master),
    reverb: mix.reverb,
    delay: resolveDelay(mix.delay, mix.bpm),
  };
}
