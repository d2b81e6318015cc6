// The figure beside a control, which can be typed over: Enter takes it, Escape leaves it as it was.
'use client';
import { type KeyboardEvent, useRef, useState } from 'react';
import { classes } from '../classes';
import { Tip } from '../tooltip';
import styles from './value-field.module.css';

interface ValueFieldProps<Value> {
  readonly label: string;
  readonly text: string;
  readonly unit?: string;
  /** Shown where there is no text. */
  readonly placeholder?: string;
  readonly hint?: string | undefined;
  readonly parse: (typed: string) => Value | null;
  readonly onCommit: (value: Value) => void;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** After Enter or Escape: the one slider beside the field, else the frame of the field, where Tab goes on. */
function controlOf(input: HTMLInputElement): HTMLElement | null {
  const frame = input.parentElement;
  const sliders = frame?.parentElement?.querySelectorAll<HTMLElement>('[role="slider"]');
  return (sliders?.length === 1 ? sliders[0] : null) ?? frame;
}

export function ValueField<Value>(props: ValueFieldProps<Value>) {
  const { label, text, unit, placeholder, hint, parse, onCommit, disabled = false, className } = props;
  const [typed, setTyped] = useState<string | null>(null);
  /** What stood there when the typing began: the figure may have moved on meanwhile. */
  const before = useRef(text);
  const isAbandoned = useRef(false);
  const commit = () => {
    const isChanged = typed !== null && typed !== before.current && !isAbandoned.current;
    const value = isChanged ? parse(typed) : null;
    isAbandoned.current = false;
    setTyped(null);
    if (value !== null) onCommit(value);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    isAbandoned.current = event.key === 'Escape';
    // Not blur(): the focus would go to the top of the page.
    controlOf(event.currentTarget)?.focus();
  };
  const wrong = typed !== null && typed !== before.current && parse(typed) === null;
  return (
    <span className={classes(styles.field, className)} tabIndex={-1}>
      <Tip text={hint ?? label}>
        <input
          aria-label={label}
          aria-description={hint}
          aria-invalid={wrong || undefined}
          placeholder={placeholder}
          value={typed ?? text}
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => {
            before.current = event.currentTarget.value;
            setTyped(event.currentTarget.value);
            event.currentTarget.select();
          }}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
      </Tip>
      {unit && <span aria-hidden="true">{unit}</span>}
    </span>
  );
}
