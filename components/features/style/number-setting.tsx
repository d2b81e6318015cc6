// One number of a style: a slider that is heard when it is let go, for each value is a render.
'use client';
import { useEffect, useId, useState } from 'react';
import { STYLE_LIMITS } from '@/document/style-schema';
import styles from './number-setting.module.css';
import { isTyped, type NumberWords } from './setting-words';

interface NumberSettingProps {
  readonly words: NumberWords;
  readonly value: number;
  readonly disabled: boolean;
  readonly onCommit: (value: number) => void;
}

export function NumberSetting({ words, value, disabled, onCommit }: NumberSettingProps) {
  const id = useId();
  const { field, label, hint, step, show } = words;
  const { min, max } = STYLE_LIMITS[field];
  const [held, setHeld] = useState(value);
  useEffect(() => setHeld(value), [value]);
  const commit = () => {
    if (held !== value && Number.isFinite(held)) onCommit(held);
  };
  const typed = isTyped(field);
  return (
    <div className={styles.setting} title={hint}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={typed ? 'number' : 'range'}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        value={held}
        onChange={(event) => setHeld(event.currentTarget.valueAsNumber)}
        onPointerUp={commit}
        onKeyUp={commit}
        onBlur={commit}
      />
      {!typed && <output htmlFor={id}>{show(held)}</output>}
    </div>
  );
}
