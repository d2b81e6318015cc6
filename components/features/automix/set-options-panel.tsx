// The shared options of the set: order, energy curve, planner, and the output file.
'use client';
import { Select } from '@/components/ui/select';
import type { ExportFormat } from '@/contract/export-formats';
import type { SetOptions } from '@/document/tracklist-schema';
import styles from './set-options-panel.module.css';
import type { TracklistActions } from './use-tracklist';

interface SetOptionsPanelProps {
  readonly options: SetOptions;
  readonly canEdit: boolean;
  readonly actions: TracklistActions;
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

export function SetOptionsPanel({ options, canEdit, actions, formats, hasModel }: SetOptionsPanelProps) {
  const offered = FORMATS.map(({ value, label }) => ({
    value,
    label: formats.includes(value) ? label : `${label} (Pro)`,
  }));
  return (
    <fieldset className={styles.options} disabled={!canEdit}>
      <legend>How the set is mixed</legend>
      <Select
        label="Order"
        choices={ORDERS}
        value={options.keepOrder ? 'keep' : 'auto'}
        onChoose={(order) => actions.setOption('keepOrder', order === 'keep')}
      />
      <Select
        label="Energy"
        choices={SHAPES}
        value={options.energyShape}
        disabled={options.keepOrder}
        onChoose={(shape) => actions.setOption('energyShape', shape as SetOptions['energyShape'])}
      />
      <Select
        label="Planned by"
        choices={strategies(hasModel)}
        value={options.strategy}
        onChoose={(strategy) => actions.setOption('strategy', strategy === 'llm' ? 'llm' : 'rules')}
      />
      <Select
        label="File"
        choices={offered}
        value={options.format}
        onChoose={(format) => actions.setOption('format', format as SetOptions['format'])}
      />
    </fieldset>
  );
}
