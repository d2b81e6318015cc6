// What the fields of a mix are called, and what their numbers count.
import type { ProcessorDescriptor } from '@/contract/processors/define-processor';
import { STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import type { FieldOf, StripControls } from './fields';
import type { DelayState, EqBand, ReverbState } from './processors';
import type { MasterState, SongState } from './schema';
import type { StripProcessorStates } from './strip-processors';
import { isUnit, type Unit } from './value-words';

export interface FieldWords {
  /** Within its processor, as `threshold`. */
  readonly label: string;
  /** What the processor is called, as `compressor`; empty when the field belongs to none. */
  readonly part: string;
  readonly unit: Unit;
}

type NumberField = FieldOf<StripControls | MasterState | ReverbState | DelayState | SongState, number>;
type ProcessorField = FieldOf<StripProcessorStates, number>;
type BandNumber = 'Hz' | 'GainDb' | 'Q';
type BandField = `eq${Capitalize<EqBand>}${BandNumber}`;

/** The bands from low to high. */
export const BAND_WORDS: Readonly<Record<EqBand, string>> = {
  lowShelf: 'low shelf',
  lowPeak: 'low mid',
  highPeak: 'high mid',
  highShelf: 'high shelf',
};

const BAND_NUMBERS: readonly (readonly [name: BandNumber, label: string, unit: Unit])[] = [
  ['Hz', 'frequency', 'Hz'],
  ['GainDb', 'gain', 'dB'],
  ['Q', 'Q', 'q'],
];

/** A word with its first letter as a capital. */
export const capitalised = <Text extends string>(text: Text): Capitalize<Text> =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}` as Capitalize<Text>;

/** The name of one number of a band, as its register is called. */
export const bandField = (band: EqBand, number: BandNumber): BandField => `eq${capitalised(band)}${number}`;

function bandWords(): Record<string, FieldWords> {
  const bands = Object.entries(BAND_WORDS) as [EqBand, string][];
  const words = bands.flatMap(([band, name]) =>
    BAND_NUMBERS.map(
      ([number, label, unit]) =>
        [bandField(band, number), { part: 'EQ', label: `${name} ${label}`, unit }] as const,
    ),
  );
  return Object.fromEntries(words);
}

/** The register of a setting of an effect, as `gateThresholdDb`. */
export const processorField = (id: string, setting: string): string => `${id}${capitalised(setting)}`;

/** What an effect is called within a sentence: `high-pass`. */
export const processorName = ({ label }: Pick<ProcessorDescriptor, 'label'>): string => label.toLowerCase();

function processorWords(): Record<string, FieldWords> {
  const words = Object.values(STRIP_PROCESSORS).flatMap((descriptor: ProcessorDescriptor) =>
    Object.entries(descriptor.settings).map(([key, { label, unit }]) => {
      if (!isUnit(unit)) throw new TypeError(`${descriptor.id} counts its ${label} in no unit.`);
      return [processorField(descriptor.id, key), { part: processorName(descriptor), label, unit }] as const;
    }),
  );
  return Object.fromEntries(words);
}

const of =
  (part: string) =>
  (label: string, unit: Unit): FieldWords => ({ part, label, unit });
const strip = of('');
const compressor = of('compressor');
const limiter = of('limiter');
const send = of('send');

const OTHER_WORDS: Readonly<Record<Exclude<NumberField, BandField | ProcessorField>, FieldWords>> = {
  gainDb: strip('volume', 'level'),
  pan: strip('pan', 'pan'),
  compressorThresholdDb: compressor('threshold', 'dB'),
  compressorRatio: compressor('ratio', 'ratio'),
  compressorKneeDb: compressor('knee', 'span'),
  compressorAttackMs: compressor('attack', 'ms'),
  compressorReleaseMs: compressor('release', 'ms'),
  compressorMakeupDb: compressor('make-up gain', 'span'),
  compressorLookAheadMs: compressor('look-ahead', 'ms'),
  sendsReverbDb: send('to the reverb', 'level'),
  sendsDelayDb: send('to the delay', 'level'),
  limiterCeilingDb: limiter('ceiling', 'dBTP'),
  limiterReleaseMs: limiter('release', 'ms'),
  decayS: strip('decay', 's'),
  preDelayMs: strip('pre-delay', 'ms'),
  dampingHz: strip('damping', 'Hz'),
  levelDb: strip('level', 'level'),
  leftMs: strip('left time', 'ms'),
  rightMs: strip('right time', 'ms'),
  feedback: strip('feedback', 'share'),
  tempo: strip('tempo', 'tempo'),
  keySemitones: strip('key', 'semitones'),
};

const WORDS: Readonly<Record<string, FieldWords>> = {
  ...bandWords(),
  ...processorWords(),
  ...OTHER_WORDS,
};

/** The words for a number of the mix, or null for a switch and for what is no field. */
export const fieldWords = (field: string): FieldWords | null =>
  Object.hasOwn(WORDS, field) ? (WORDS[field] ?? null) : null;
