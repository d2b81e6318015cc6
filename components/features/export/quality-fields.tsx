// Bit depth, sample rate, loudness and the end of the file.
'use client';

import { Select } from '@/components/ui/select';
import { bitDepthSchema, exportRateSchema } from '@/contract/export-formats';
import { depthsOf, type ExportSettings, isDry, ratesOf, settingsSchema } from './export-choices';
import styles from './export-form.module.css';
import type { ExportRules } from './export-rules';
import { depthChoices, LOUDNESS_CHOICES, rateChoices, TAIL_CHOICES } from './format-choices';

interface QualityFieldsProps {
  readonly settings: ExportSettings;
  readonly rules: ExportRules;
  readonly onChange: (changes: Partial<ExportSettings>) => void;
}

export function QualityFields({ settings, rules, onChange }: QualityFieldsProps) {
  const { what, bitDepth, sampleRate, loudness, tailS } = settings;
  const depths = depthsOf(settings, rules);
  const chooseLoudness = (value: string) =>
    onChange({ loudness: settingsSchema.shape.loudness.parse(value === 'none' ? value : Number(value)) });
  return (
    <div className={styles.pair}>
      {depths.length > 0 && (
        <Select
          label="Bit depth"
          choices={depthChoices(depths)}
          value={String(bitDepth)}
          onChoose={(value) => onChange({ bitDepth: bitDepthSchema.parse(Number(value)) })}
        />
      )}
      <Select
        label="Sample rate"
        choices={rateChoices(ratesOf(settings))}
        value={String(sampleRate)}
        onChoose={(value) => onChange({ sampleRate: exportRateSchema.parse(Number(value)) })}
      />
      {what === 'mix' && (
        <Select
          label="Loudness"
          choices={LOUDNESS_CHOICES}
          value={String(loudness)}
          onChoose={chooseLoudness}
        />
      )}
      {!isDry(settings) && (
        <Select
          label="Reverb and delay"
          choices={TAIL_CHOICES}
          value={String(tailS)}
          onChoose={(value) => onChange({ tailS: Number(value) })}
        />
      )}
    </div>
  );
}
