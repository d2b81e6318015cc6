// One DJ rule as a field of the form.
'use client';
import { useId } from 'react';
import { Select } from '@/components/ui/select';
import { Tip } from '@/components/ui/tooltip';
import type { Setting } from '@/contract/settings';
import styles from './rule-field.module.css';

interface RuleFieldProps {
  readonly rule: Setting;
  readonly value: unknown;
  readonly onChange: (value: number | boolean | string) => void;
}

/** Four decimals are more than any rule needs, and hide what binary fractions leave. */
const tidy = (value: number): number => Number(value.toFixed(4));
const title = (label: string): string => `${label.charAt(0).toUpperCase()}${label.slice(1)}`;

export function RuleField({ rule, value, onChange }: RuleFieldProps) {
  const id = useId();
  if (rule.kind === 'choice') {
    const choices = rule.choices.map((each) => ({ value: each, label: title(each) }));
    return <Select label={rule.label} choices={choices} value={String(value)} onChoose={onChange} />;
  }
  if (rule.kind === 'toggle') {
    return (
      <Tip text={rule.help}>
        <label className={styles.switch}>
          <input
            type="checkbox"
            aria-description={rule.help}
            checked={value === true}
            onChange={(event) => onChange(event.currentTarget.checked)}
          />
          {rule.label}
        </label>
      </Tip>
    );
  }
  const { min, max, step, scale, unit, label, help } = rule;
  return (
    <Tip text={help}>
      <div className={styles.number}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          type="number"
          aria-description={help}
          required
          min={tidy(min * scale)}
          max={tidy(max * scale)}
          step={step}
          value={typeof value === 'number' && !Number.isNaN(value) ? tidy(value * scale) : ''}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber / scale)}
        />
        <span>{unit}</span>
      </div>
    </Tip>
  );
}
