// What the fields of a mix are called, and what their numbers count.
import { BEAT_GRID } from '@/contract/beat-grid';
import { SONG_CONTROLS, STRIP_CONTROLS } from '@/contract/mix-controls';
import { COMPRESSOR } from '@/contract/processors/compressor';
import type { ProcessorDescriptor, ProcessorSettings } from '@/contract/processors/define-processor';
import { EQ_BAND_NAMES, EQ_BANDS, type EqBand, eachBand } from '@/contract/processors/equaliser';
import { LIMITER } from '@/contract/processors/limiter';
import { DELAY, REVERB, SENDS } from '@/contract/processors/sends';
import { STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { isUnit, type Unit } from './value-text';

export interface FieldCaption {
  /** Within its processor, as `threshold`. */
  readonly label: string;
  /** What the processor is called, as `compressor`; empty when the field belongs to none. */
  readonly part: string;
  readonly unit: Unit;
}

type BandNumber = 'Hz' | 'GainDb' | 'Q';

/** The bands from low to high. */
export const BAND_LABELS: Readonly<Record<EqBand, string>> = eachBand(({ label }) => label);

/** A word with its first letter as a capital. */
export const capitalised = <Text extends string>(text: Text): Capitalize<Text> =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}` as Capitalize<Text>;

/** The name of one number of a band, as its register is called. */
export const bandField = (band: EqBand, number: BandNumber): string => `eq${capitalised(band)}${number}`;

/** The register of a setting of an effect, as `gateThresholdDb`. */
export const processorField = (id: string, setting: string): string => `${id}${capitalised(setting)}`;

/** The name of an effect within a sentence: `high-pass`. */
export const processorName = ({ label }: Pick<ProcessorDescriptor, 'label'>): string => label.toLowerCase();

/**
 * The captions of a group of numbers.
 * @param prefix of their registers, empty where the group is an entity itself
 */
function captionsOf(settings: ProcessorSettings, prefix: string, part: string): Record<string, FieldCaption> {
  const captions = Object.entries(settings).map(([key, { label, unit }]) => {
    if (!isUnit(unit)) throw new TypeError(`The ${label} of "${part}" counts in no unit.`);
    return [prefix === '' ? key : processorField(prefix, key), { part, label, unit }] as const;
  });
  return Object.fromEntries(captions);
}

function bandCaptions(): Record<string, FieldCaption> {
  const bands = EQ_BAND_NAMES.map((band) => {
    const { label, settings } = EQ_BANDS[band];
    const captions = captionsOf(settings, `eq${capitalised(band)}`, 'EQ');
    return Object.entries(captions).map(
      ([field, caption]) => [field, { ...caption, label: `${label} ${caption.label}` }] as const,
    );
  });
  return Object.fromEntries(bands.flat());
}

const ofProcessor = (descriptor: ProcessorDescriptor, part = processorName(descriptor)) =>
  captionsOf(descriptor.settings, descriptor.id, part);

const CAPTIONS: Readonly<Record<string, FieldCaption>> = Object.assign(
  {},
  captionsOf(STRIP_CONTROLS, '', ''),
  captionsOf(SONG_CONTROLS, '', ''),
  captionsOf(BEAT_GRID, '', ''),
  captionsOf(REVERB.settings, '', ''),
  captionsOf(DELAY.settings, '', ''),
  bandCaptions(),
  ofProcessor(SENDS, 'send'),
  ...[COMPRESSOR, LIMITER, ...Object.values(STRIP_PROCESSORS)].map((descriptor) => ofProcessor(descriptor)),
);

/** The caption of a number of the mix, or null for a switch and for an unknown field. */
export const fieldCaption = (field: string): FieldCaption | null =>
  Object.hasOwn(CAPTIONS, field) ? (CAPTIONS[field] ?? null) : null;
