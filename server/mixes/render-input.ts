// Builds what a render job gets from a project's stems and a mix: the shared one, or one given in a request.
import {
  DEFAULT_MIX,
  DEFAULT_STRIP,
  FADER_MAX_DB,
  FADER_MIN_DB,
  type MixState,
  type StemResult,
  type StripState,
} from '@/document/schema';
import { ConflictError, ValidationError } from '@/server/errors';
import type { RenderMixInput } from '@/server/shared/jobs/render-mix';
import type { MixConfig } from './schemas';

/** What of a render job depends on the music alone. */
export type RenderedMusic = Pick<
  RenderMixInput,
  'sampleRate' | 'lengthSamples' | 'segmentSamples' | 'master' | 'stems'
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

/** @throws ValidationError when `named` holds a stem that the project has not */
export function checkStemNames(named: readonly string[], stems: readonly StemResult[]): void {
  const unknown = named.find((name) => !stems.some(({ id }) => id === name));
  if (unknown === undefined) return;
  const known = stems.map(({ id }) => id).join(', ');
  throw new ValidationError(`There is no stem called ${unknown}; this project has ${known}.`);
}

/**
 * The music to render: every stem with its strip, silenced where others are on solo.
 * @throws ConflictError when the stems do not fit together
 */
export function musicOf(stems: readonly StemResult[], mix: MixState, solo: readonly string[]): RenderedMusic {
  const [first] = stems;
  if (!first) throw new ConflictError('This project has no stems yet; wait for the separation to finish.');
  const { sampleRate, segmentSamples } = first;
  if (stems.some((stem) => stem.sampleRate !== sampleRate || stem.segmentSamples !== segmentSamples)) {
    throw new ConflictError('The stems of this project do not fit together.');
  }
  return {
    sampleRate,
    segmentSamples,
    lengthSamples: Math.max(...stems.map(({ lengthSamples }) => lengthSamples)),
    master: mix.master,
    stems: stems.map(({ id, sourceId, headroomBits }) => ({
      id,
      sourceId,
      headroomBits,
      ...(mix.strips[id] ?? DEFAULT_STRIP),
      silenced: solo.length > 0 && !solo.includes(id),
    })),
  };
}
