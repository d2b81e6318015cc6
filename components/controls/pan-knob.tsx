// The pan knob: drag up and down or sideways, arrow keys (5 %, Shift 1 %), wheel, double-click for the centre.
'use client';
import { type KeyboardEvent, useRef } from 'react';
import { formatPan } from '../shell/format';
import { arrowStep, changeOnce, type Gesture, type Holder } from './gesture';
import { HeldBy } from './held-by';
import { arcPath, KNOB_RANGE_DEG } from './knob-arc';
import styles from './pan-knob.module.css';
import { useDrag } from './use-drag';
import { useWheel } from './use-wheel';

interface PanKnobProps {
  readonly label: string;
  /** -1 (left) to 1 (right). */
  readonly value: number;
  readonly gesture: Gesture;
  readonly disabled: boolean;
  readonly holder: Holder | null;
}

const STEP = 0.05;
const FINE = 0.01;
/** Pixels of travel from hard left to hard right. */
const TRAVEL_PX = 180;

const onKnob = (pan: number): number => Math.round(Math.min(1, Math.max(-1, pan)) * 100) / 100 + 0;

function keyedPan(event: KeyboardEvent, value: number): number | null {
  const arrow = arrowStep(event.key);
  if (arrow !== null) return onKnob(value + arrow * (event.shiftKey ? FINE : STEP));
  return event.key === 'Delete' || event.key === 'Backspace' ? 0 : null;
}

export function PanKnob({ label, value, gesture, disabled, holder }: PanKnobProps) {
  const knob = useRef<HTMLDivElement>(null);
  const turned = useRef(0);
  const drag = useDrag({
    start() {
      if (disabled) return false;
      turned.current = value;
      gesture.grab();
      return true;
    },
    move(dx, dy) {
      turned.current = Math.min(1, Math.max(-1, turned.current + ((dx - dy) * 2) / TRAVEL_PX));
      gesture.move(onKnob(turned.current));
    },
    end: () => gesture.release(),
  });
  useWheel(
    knob,
    {
      grab: () => gesture.grab(),
      step: (direction, fine) => gesture.move(onKnob(value + direction * (fine ? FINE : STEP))),
      release: () => gesture.release(),
    },
    disabled,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const next = disabled ? null : keyedPan(event, value);
    if (next === null) return;
    event.preventDefault();
    changeOnce(gesture, next);
  };
  return (
    <HeldBy holder={holder} className={styles.frame}>
      <div
        ref={knob}
        {...drag}
        className={styles.knob}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={-1}
        aria-valuemax={1}
        aria-valuenow={value}
        aria-valuetext={formatPan(value)}
        aria-disabled={disabled}
        aria-description={holder ? `${holder.name} is moving this` : undefined}
        title={`${label}: drag, or use the arrow keys. Double-click for the centre.`}
        onKeyDown={onKeyDown}
        onDoubleClick={() => !disabled && changeOnce(gesture, 0)}
      >
        <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false">
          <path className={styles.scale} d={arcPath(-1, 1)} />
          <path className={styles.value} d={arcPath(Math.min(0, value), Math.max(0, value))} />
          <circle className={styles.body} cx="20" cy="20" r="11.5" />
          <path
            className={styles.pointer}
            d="M20 9.5V16"
            transform={`rotate(${value * KNOB_RANGE_DEG} 20 20)`}
          />
        </svg>
      </div>
    </HeldBy>
  );
}
