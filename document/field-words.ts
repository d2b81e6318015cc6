// What the fields of a mix are called, and what their numbers count.
import { SONG_CONTROLS, STRIP_CONTROLS } from '@/contract/mix-controls';
import { COMPRESSOR } from '@/contract/processors/compressor';
import type { ProcessorDescriptor, ProcessorSettings } from '@/contract/processors/define-processor';
import { EQ_BAND_NAMES, EQ_BANDS, type EqBand, eachBand } from '@/contract/processors/equaliser';
import { LIMITER } from '@/contract/processors/limiter';
import { DELAY, REVERB, SENDS } from '@/contract/processors/sends';
import { STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { isUnit, type Unit } from './value-words';

export interface FieldWords {
  /** Within its processor, as `threshold`. */
  readonly label: string;
  /** What the processor is called, as `compressor`; empty when the field belongs to none. */
  readonly part: string;
  readonly unit: Unit;
}

type BandNumber = 'Hz' | 'GainDb' | 'Q';

/** The bands from low to high. */
export const BAND_WORDS: Readonly<Record<EqBand, string>> = eachBand(({ label }) => label);

/** A word with its first letter as a capital. */
export const capitalised = <Text extends string>(text: Text): Capitalize<Text> =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}` as Capitalize<Text>;

/** The name of one number of a band, as its register is called. */
export const bandField = (band: EqBand, number: BandNumber): string => `eq${capitalised(band)}${number}`;

/** The register of a setting of an effect, as `gateThresholdDb`. */
export const processorField = (id: string, setting: string): string => `${id}${capitalised(setting)}`;

/** What an effect is called within a sentence: `high-pass`. */
export const processorName = ({ label }: Pick<ProcessorDescriptor, 'label'>): string => label.toLowerCase();

/** The words of a group of numbers. @param prefix of their registers, empty where the group is an entity of its own */
function wordsOf(settings: ProcessorSettings, prefix: string, part: string): Record<string, FieldWords> {
  const words = Object.entries(settings).map(([key, { label, unit }]) => {
    if (!isUnit(unit)) throw new TypeError(`The ${label} of "${part}" counts in no unit.`);
    return [prefix === '' ? key : processorField(prefix, key), { part, label, unit }] as const;
  });
  return Object.fromEntries(words);
}

function bandWords(): Record<string, FieldWords> {
  const bands = EQ_BAND_NAMES.map((band) => {
    const { label, settings } = EQ_BANDS[band];
    const words = wordsOf(settings, `eq${capitalised(band)}`, 'EQ');
    return Object.entries(words).map(
      ([field, word]) => [field, { ...word, label: `${label} ${word.label}` }] as const,
    );
  });
  return Object.fromEntries(bands.flat());
}

const ofProcessor = (descriptor: ProcessorDescriptor, part = processorName(descriptor)) =>
  wordsOf(descriptor.settings, descriptor.id, part);

const WORDS: Readonly<Record<string, FieldWords>> = Object.assign(
  {},
  wordsOf(STRIP_CONTROLS, '', ''),
  wordsOf(SONG_CONTROLS, '', ''),
  wordsOf(REVERB.settings, '', ''),
  wordsOf(DELAY.settings, '', ''),
  bandWords(),
  ofProcessor(SENDS, 'send'),
  ...[COMPRESSOR, LIMITER, ...Object.values(STRIP_PROCESSORS)].map((descriptor) => ofProcessor(descriptor)),
);

/** The words for a number of the mix, or null for a switch and for what is no field. */
export const fieldWords = (field: string): FieldWords | null =>
  Object.hasOwn(WORDS, field) ? (WORDS[field] ?? null) : null;
