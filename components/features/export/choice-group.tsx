// A group of cards of which one is chosen; cards that the plan closes say which plan opens them.
'use client';
import { Lock } from 'lucide-react';
import { useId } from 'react';
import styles from './choice-group.module.css';

export interface CardChoice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly text: string;
  /** Why it cannot be chosen; null when it can. */
  readonly closed: string | null;
}

interface ChoiceGroupProps<Value extends string> {
  readonly legend: string;
  readonly chosen: Value;
  readonly choices: readonly CardChoice<Value>[];
  readonly note?: string | null;
  readonly onChoose: (value: Value) => void;
}

export function ChoiceGroup<Value extends string>(props: ChoiceGroupProps<Value>) {
  const { legend, chosen, choices, note, onChoose } = props;
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      <div className={styles.cards}>
        {choices.map(({ value, title, text, closed }) => (
          <label key={value} className={styles.card} data-locked={closed !== null}>
            <input
              type="radio"
              name={name}
              aria-label={closed ? `${title}. ${closed}` : title}
              checked={chosen === value}
              disabled={closed !== null}
              onChange={() => onChoose(value)}
            />
            <span className={styles.title}>
              {title}
              {closed && <Lock aria-hidden />}
            </span>
            <span className={styles.text}>{closed ?? text}</span>
          </label>
        ))}
      </div>
      {note && <p className={styles.text}>{note}</p>}
    </fieldset>
  );
}
