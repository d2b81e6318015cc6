// Which stems become a file each.
'use client';
import type { Track } from '@/document/tracks';
import styles from './export-form.module.css';

interface StemsFieldProps {
  readonly stems: readonly Track[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

export function StemsField({ stems, chosen, onChoose }: StemsFieldProps) {
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <fieldset className={styles.checks}>
      <legend>Stems</legend>
      {stems.map(({ id, name }) => (
        <label key={id} className={styles.check}>
          <input
            type="checkbox"
            checked={chosen.has(id)}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
