// A number of the mix as a knob, with its name above and its figure below.
'use client';
import { Knob } from '@/components/ui/controls/knob';
import { valueText } from '@/document/value-text';
import styles from './field-knob.module.css';
import { FieldNumber } from './field-number';
import { useNumber } from './use-field';

interface FieldKnobProps {
  readonly entity: string;
  readonly field: string;
  /** What the strip or the effect is called. */
  readonly owner: string;
  /** In place of the field's own name, where the place says the rest. */
  readonly name?: string;
  /** A value that something else decides, shown in place of the field's own; the knob says by what. */
  readonly fixed?: { readonly value: number; readonly blockedBy: string } | undefined;
}

export function FieldKnob({ entity, field, owner, name, fixed }: FieldKnobProps) {
  const { value: own, caption, scale, gesture, editor, disabled } = useNumber(entity, field);
  const value = fixed?.value ?? own;
  const label = [owner, caption.part, caption.label].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <span className={styles.name} aria-hidden="true">
        {name ?? caption.label}
      </span>
      <Knob
        label={label}
        text={valueText(caption.unit, value)}
        value={value}
        scale={scale}
        gesture={gesture}
        disabled={disabled || fixed !== undefined}
        editor={editor}
        blockedBy={fixed?.blockedBy}
      />
      <FieldNumber
        entity={entity}
        field={field}
        label={`${label} value`}
        className={styles.figure}
        fixed={fixed?.value}
      />
    </div>
  );
}
