// One field of the mix as a control needs it: where it stands, whose hand is on it, how it is moved.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { useHolder } from '@/components/session/use-strip';
import type { Gesture, Holder } from '@/components/ui/controls/gesture';
import type { KnobScale } from '@/components/ui/controls/knob';
import { useSelected } from '@/components/ui/store';
import { type FieldWords, fieldWords } from '@/document/field-words';
import type { FieldValue } from '@/document/fields';
import { fieldValue } from '@/document/mix-fields';
import { fieldScale } from './field-scale';

function useValue(entity: string, field: string): FieldValue {
  const { control } = useStudio().session;
  return useSelected(control.heard, (mix) => fieldValue(mix, entity, field));
}

export interface NumberControl {
  readonly value: number;
  readonly words: FieldWords;
  readonly scale: KnobScale;
  readonly gesture: Gesture;
  readonly holder: Holder | null;
  readonly disabled: boolean;
}

/** A number, with this person's own hand on top. @param entity a stem id, `master`, `reverb`, `delay` or `song` */
export function useNumber(entity: string, field: string): NumberControl {
  const { session, canEdit } = useStudio();
  const value = useValue(entity, field);
  const holder = useHolder(entity, field);
  const words = fieldWords(field);
  if (typeof value !== 'number' || !words) throw new RangeError(`${field} of ${entity} is no number.`);
  const gesture = session.control.gesture(entity, field);
  return { value, words, scale: fieldScale(entity, field), gesture, holder, disabled: !canEdit };
}

export interface SwitchControl {
  readonly isOn: boolean;
  readonly disabled: boolean;
  toggle(): void;
}

/** A switch. */
export function useSwitch(entity: string, field: string): SwitchControl {
  const { session, canEdit } = useStudio();
  const isOn = useValue(entity, field) === true;
  return { isOn, disabled: !canEdit, toggle: () => session.control.set(entity, field, !isOn) };
}
