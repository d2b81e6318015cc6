// One field of the mix as a control needs it: where it stands, whose hand is on it, how it is moved.
'use client';
import { useRemoteEditor } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import type { Gesture, RemoteEditor } from '@/components/ui/controls/gesture';
import type { KnobScale } from '@/components/ui/controls/knob';
import { useSelected } from '@/components/ui/store';
import { type FieldCaption, fieldCaption } from '@/document/field-captions';
import type { FieldValue } from '@/document/fields';
import { fieldValue } from '@/document/mix-fields';
import { fieldScale } from './field-scale';

function useValue(entity: string, field: string): FieldValue {
  const { control } = useStudio().session;
  return useSelected(control.localMix, (mix) => fieldValue(mix, entity, field));
}

export interface NumberControl {
  readonly value: number;
  readonly caption: FieldCaption;
  readonly scale: KnobScale;
  readonly gesture: Gesture;
  readonly editor: RemoteEditor | null;
  readonly disabled: boolean;
}

/** A number, with this person's own hand on top. @param entity a stem id, `master`, `reverb`, `delay` or `song` */
export function useNumber(entity: string, field: string): NumberControl {
  const { session, canEdit } = useStudio();
  const value = useValue(entity, field);
  const editor = useRemoteEditor(entity, field);
  const caption = fieldCaption(field);
  if (typeof value !== 'number' || !caption) throw new RangeError(`${field} of ${entity} is no number.`);
  const gesture = session.control.gesture(entity, field);
  return { value, caption, scale: fieldScale(entity, field), gesture, editor, disabled: !canEdit };
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
