// The pan knob: it rests in the centre; arrow keys turn it by 5 %, with Shift by 1 %.
'use client';
import { formatPan } from '../format';
import type { Gesture, RemoteEditor } from './gesture';
import { Knob, type KnobScale } from './knob';

interface PanKnobProps {
  readonly label: string;
  /** -1 (left) to 1 (right). */
  readonly value: number;
  readonly gesture: Gesture;
  readonly disabled: boolean;
  readonly editor: RemoteEditor | null;
  readonly blockedBy?: string | undefined;
}

const STEP = 0.05;
const FINE = 0.01;

const onKnob = (pan: number): number => Math.round(Math.min(1, Math.max(-1, pan)) * 100) / 100 + 0;

const SCALE: KnobScale = {
  min: -1,
  max: 1,
  defaultValue: 0,
  placeOf: (pan) => (pan + 1) / 2,
  valueAt: (place) => onKnob(place * 2 - 1),
  step: (pan, direction, fine) => onKnob(pan + direction * (fine ? FINE : STEP)),
};

export const PanKnob = (props: PanKnobProps) => (
  <Knob {...props} text={formatPan(props.value)} scale={SCALE} />
);
