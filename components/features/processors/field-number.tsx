// A number of the mix as a figure that can be typed over.
'use client';
import { changeOnce } from '@/components/ui/controls/gesture';
import { ValueField } from '@/components/ui/controls/value-field';
import { formatValue } from '@/document/value-text';
import { readTyped } from './read-typed';
import { useNumber } from './use-field';

interface FieldNumberProps {
  readonly entity: string;
  readonly field: string;
  /** For screen readers: with the name of the strip. */
  readonly label: string;
  readonly className?: string | undefined;
  /** A value that something else decides, shown in place of the field's own. */
  readonly fixed?: number | undefined;
}

export function FieldNumber({ entity, field, label, className, fixed }: FieldNumberProps) {
  const { value, caption, scale, gesture, disabled } = useNumber(entity, field);
  const { figure, unit } = formatValue(caption.unit, fixed ?? value);
  const parse = (typed: string) => readTyped(caption.unit, unit, typed, scale);
  return (
    <ValueField
      label={label}
      text={figure}
      unit={unit}
      parse={parse}
      onCommit={(typed) => changeOnce(gesture, typed)}
      disabled={disabled || fixed !== undefined}
      className={className}
    />
  );
}
