// The choices of an export as text.

import { secondsToSamples } from '@/audio/units';
import { formatPosition } from '@/components/ui/format';
import type { Choice } from '@/components/ui/select';
import type { BitDepth, ExportFormat, ExportRate, StemProcessing } from '@/contract/export-formats';
import type { Mix } from '@/contract/http/mixes';
import type { CardChoice } from './choice-group';
import { type ExportSettings, isOpen } from './export-choices';
import type { ExportRules } from './export-rules';

const FORMATS: readonly { readonly value: ExportFormat; readonly title: string; readonly text: string }[] = [
  { value: 'mp3', title: 'MP3', text: 'Small, plays everywhere' },
  { value: 'wav', title: 'WAV', text: 'Uncompressed' },
  { value: 'flac', title: 'FLAC', text: 'Lossless, half the size' },
];

export const formatCards = ({ formats, openedBy }: ExportRules): CardChoice<ExportFormat>[] =>
  FORMATS.map((card) => {
    const isOpen = formats.includes(card.value);
    return { ...card, closed: isOpen ? null : `Part of ${openedBy[card.value] ?? 'another plan'}` };
  });

const WHAT: readonly Omit<CardChoice<ExportSettings['what']>, 'closed'>[] = [
  { value: 'mix', title: 'Mix', text: 'One file, as it sounds' },
  { value: 'stems', title: 'Stems', text: 'A file for each track' },
  { value: 'dawproject', title: 'DAWproject', text: 'Tracks and clips for Bitwig, Cubase or Studio One' },
  { value: 'midi', title: 'Tempo map', text: 'Tempo, metre and sections as MIDI' },
];

export const whatCards = (rules: ExportRules): CardChoice<ExportSettings['what']>[] =>
  WHAT.map((card) => {
    const closed = isOpen(card.value, rules) ? null : `Part of ${rules.stemsOpenedBy}`;
    return { ...card, closed };
  });

export const PROCESSING_CARDS: readonly CardChoice<StemProcessing>[] = [
  { value: 'strip', title: 'With the strip', text: 'As each stem sounds in the mix', closed: null },
  { value: 'dry', title: 'Dry', text: 'As its clips lie, for another mix', closed: null },
];

const depthTitle = (depth: BitDepth): string => (depth === 32 ? '32-bit float' : `${depth}-bit`);
const rateTitle = (rate: ExportRate): string => `${rate / 1000} kHz`;

export const depthChoices = (depths: readonly BitDepth[]): Choice[] =>
  depths.map((depth) => ({
    value: String(depth),
    label: depth === 16 ? '16-bit, dithered' : depthTitle(depth),
  }));

export const rateChoices = (rates: readonly ExportRate[]): Choice[] =>
  rates.map((rate) => ({ value: String(rate), label: rateTitle(rate) }));

export const LOUDNESS_CHOICES: readonly Choice[] = [
  { value: 'none', label: 'As it is' },
  { value: '-14', label: '-14 LUFS, streaming' },
  { value: '-16', label: '-16 LUFS, quieter streaming' },
  { value: '-9', label: '-9 LUFS, club' },
];

export const TAIL_CHOICES: readonly Choice[] = [
  { value: '0', label: 'End with the song' },
  { value: '2', label: 'Ring on for 2 s' },
  { value: '5', label: 'Ring on for 5 s' },
  { value: '10', label: 'Ring on for 10 s' },
];

type Described = Pick<Mix, 'format' | 'bit_depth' | 'sample_rate' | 'stems' | 'processing' | 'click'>;

/** What a finished file is called in the list: `WAV, 24-bit, 48 kHz`, `4 stems, dry, FLAC, 24-bit`. */
export function exportTitle(mix: Described): string {
  const { format, bit_depth, sample_rate, stems, processing, click } = mix;
  if (format === 'dawproject') return 'DAWproject';
  if (format === 'midi') return 'Tempo map, MIDI';
  return [
    stems && (stems.length === 1 ? stems[0] : `${stems.length} stems`),
    processing === 'dry' && 'dry',
    click && 'click track',
    format.toUpperCase(),
    format !== 'mp3' && depthTitle(bit_depth),
    sample_rate !== 44_100 && rateTitle(sample_rate),
  ]
    .filter(Boolean)
    .join(', ');
}

const position = (seconds: number): string => formatPosition(secondsToSamples(seconds));

/** What is particular about an export: `0:10.000 to 0:20.000, for -14 LUFS`; empty for the whole mix as it is. */
export function exportDetails({ section, loudness }: Pick<Mix, 'section' | 'loudness'>): string {
  return [
    section && `${position(section.from_s)} to ${position(section.to_s)}`,
    loudness !== null && `for ${loudness} LUFS`,
  ]
    .filter(Boolean)
    .join(', ');
}
