// What everybody wishes of the set: order, the course of its energy, who plans it, and the file.
'use client';
import { Select } from '@/components/ui/select';
import type { ExportFormat } from '@/contract/export-formats';
import type { SetWishes } from '@/document/tracklist-schema';
import type { TracklistHands } from './use-tracklist';
import styles from './wishes.module.css';

interface WishesProps {
  readonly wishes: SetWishes;
  readonly canEdit: boolean;
  readonly hands: TracklistHands;
  /** Formats that the plan of this person makes. */
  readonly formats: readonly ExportFormat[];
  /** Whether this studio has a language model to ask. */
  readonly hasModel: boolean;
}

const SHAPES = [
  { value: 'wave', label: 'In waves' },
  { value: 'rise', label: 'Rising' },
  { value: 'fall', label: 'Falling' },
  { value: 'flat', label: 'Even' },
];
const ORDERS = [
  { value: 'auto', label: 'Best to mix' },
  { value: 'keep', label: 'As listed' },
];
const strategies = (hasModel: boolean) => [
  { value: 'rules', label: 'DJ rules' },
  { value: 'llm', label: hasModel ? 'Language model' : 'Language model: not set up', isDisabled: !hasModel },
];
const FORMATS = [
  { value: 'mp3', label: 'MP3' },
  { value: 'wav', label: 'WAV, 24 bit' },
  { value: 'flac', label: 'FLAC, 24 bit' },
] as const;

export function Wishes({ wishes, canEdit, hands, formats, hasModel }: WishesProps) {
  const offered = FORMATS.map(({ value, label }) => ({
    value,
    label: formats.includes(value) ? label : `${label} (Pro)`,
  }));
  return (
    <fieldset className={styles.wishes} disabled={!canEdit}>
      <legend>How the set is mixed</legend>
      <Select
        label="Order"
        choices={ORDERS}
        value={wishes.keepOrder ? 'keep' : 'auto'}
        onChoose={(order) => hands.wish('keepOrder', order === 'keep')}
      />
      <Select
        label="Energy"
        choices={SHAPES}
        value={wishes.energyShape}
        disabled={wishes.keepOrder}
        onChoose={(shape) => hands.wish('energyShape', shape as SetWishes['energyShape'])}
      />
      <Select
        label="Planned by"
        choices={strategies(hasModel)}
        value={wishes.strategy}
        onChoose={(strategy) => hands.wish('strategy', strategy === 'llm' ? 'llm' : 'rules')}
      />
      <Select
        label="File"
        choices={offered}
        value={wishes.format}
        onChoose={(format) => hands.wish('format', format as SetWishes['format'])}
      />
    </fieldset>
  );
}
