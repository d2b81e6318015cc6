// One number of a style: a slider that takes effect on release, because each value is a render.
'use client';
import { useEffect, useId, useState } from 'react';
import { Tip } from '@/components/ui/tooltip';
import { STYLE_NUMBERS, type StyleNumber } from '@/contract/style-settings';
import styles from './number-setting.module.css';
import { isTyped, settingText } from './setting-labels';

interface NumberSettingProps {
  readonly field: StyleNumber;
  readonly value: number;
  readonly disabled: boolean;
  readonly onCommit: (value: number) => void;
}

export function NumberSetting({ field, value, disabled, onCommit }: NumberSettingProps) {
  const id = useId();
  const setting = STYLE_NUMBERS[field];
  const { label, help = '', min, max, step, scale } = setting;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = () => {
    if (draft !== value && Number.isFinite(draft)) onCommit(draft);
  };
  const typed = isTyped(field);
  return (
    <Tip text={help}>
      <div className={styles.setting}>
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          aria-description={help}
          type={typed ? 'number' : 'range'}
          min={min}
          max={max}
          step={step / scale}
          disabled={disabled}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.valueAsNumber)}
          onPointerUp={commit}
          onKeyUp={commit}
          onBlur={commit}
        />
        {!typed && <output htmlFor={id}>{settingText(setting, draft)}</output>}
      </div>
    </Tip>
  );
}
