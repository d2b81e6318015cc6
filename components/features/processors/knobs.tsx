// Knobs side by side: numbers of the mix, each by its register and the name over it.
'use client';
import { FieldKnob } from './field-knob';
import styles from './knobs.module.css';

interface KnobsProps {
  readonly entity: string;
  readonly owner: string;
  readonly fields: readonly (readonly [field: string, name: string])[];
}

export function Knobs({ entity, owner, fields }: KnobsProps) {
  return (
    <div className={styles.knobs}>
      {fields.map(([field, name]) => (
        <FieldKnob key={field} entity={entity} field={field} owner={owner} name={name} />
      ))}
    </div>
  );
}
