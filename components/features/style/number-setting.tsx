// One number of a style: a slider that takes effect on release, because each value is a render.
'use client';
import { useEffect, useId, useState } from 'react';
import { Tip } from '@/components/ui/tooltip';
import { STYLE_LIMITS } from '@/document/style-schema';
import styles from './number-setting.module.css';
import { isTyped, type NumberLabels } from './setting-labels';

interface NumberSettingProps {
  readonly labels: NumberLabels;
  readonly value: number;
  readonly disabled: boolean;
  readonly onCommit: (value: number) => void;
}

export function NumberSetting({ labels, value, disabled, onCommit }: NumberSettingProps) {
  const id = useId();
  const { field, label, hint, step, show } = labels;
  const { min, max } = STYLE_LIMITS[field];
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = () => {
    if (draft !== value && Number.isFinite(draft)) onCommit(draft);
  };
  const typed = isTyped(field);
  return (
    <Tip text={hint}>
      <div className={styles.setting}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          aria-description={hint}
          type={typed ? 'number' : 'range'}
          min={min}
          max={max}
          step={step}
          disabled={disabled}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.valueAsNumber)}
          onPointerUp={commit}
          onKeyUp={commit}
          onBlur={commit}
        />
        {!typed && <output htmlFor={id}>{show(draft)}</output>}
      </div>
    </Tip>
  );
}
