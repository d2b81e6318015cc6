// A knob: drag up and down or sideways, arrow keys (Shift is finer), wheel, double-click for its default.
'use client';
import { type KeyboardEvent, useRef } from 'react';
import { Tip } from '../tooltip';
import { arrowStep, changeOnce, type Gesture, type RemoteEditor } from './gesture';
import styles from './knob.module.css';
import { arcPath, KNOB_RANGE_DEG } from './knob-arc';
import { RemoteEditBadge } from './remote-edit-badge';
import { useDrag } from './use-drag';
import { useWheel } from './use-wheel';

/** How the values of a knob map to its range. */
export interface KnobScale {
  readonly min: number;
  readonly max: number;
  /** Where a double-click returns it. */
  readonly defaultValue: number;
  /** 0 to 1 along the range from `min` to `max`. */
  placeOf(value: number): number;
  /** The value at a place, rounded to what a hand can set. */
  valueAt(place: number): number;
  /** The value a step on. */
  step(value: number, direction: 1 | -1, fine: boolean): number;
}

interface KnobProps {
  readonly label: string;
  readonly value: number;
  /** The value as text. */
  readonly text: string;
  readonly scale: KnobScale;
  readonly gesture: Gesture;
  readonly disabled: boolean;
  readonly editor: RemoteEditor | null;
  /** Why it cannot be turned, where that is not plain from the page. */
  readonly blockedBy?: string | undefined;
}

/** Pixels of travel from end to end. */
const TRAVEL_PX = 180;

/** From 0..1 to the -1..1 in which the arc is drawn. */
const onArc = (place: number): number => place * 2 - 1;

function keyedValue(event: KeyboardEvent, value: number, scale: KnobScale): number | null {
  const arrow = arrowStep(event.key);
  if (arrow !== null) return scale.step(value, arrow, event.shiftKey);
  return event.key === 'Delete' || event.key === 'Backspace' ? scale.defaultValue : null;
}

export function Knob({ label, value, text, scale, gesture, disabled, editor, blockedBy }: KnobProps) {
  const knob = useRef<HTMLDivElement>(null);
  const turned = useRef(0);
  const drag = useDrag({
    start() {
      if (disabled) return false;
      turned.current = scale.placeOf(value);
      gesture.grab();
      return true;
    },
    move(dx, dy) {
      turned.current = Math.min(1, Math.max(0, turned.current + (dx - dy) / TRAVEL_PX));
      gesture.move(scale.valueAt(turned.current));
    },
    end: () => gesture.release(),
  });
  useWheel(
    knob,
    {
      grab: () => gesture.grab(),
      step: (direction, fine) => gesture.move(scale.step(value, direction, fine)),
      release: () => gesture.release(),
    },
    disabled,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const next = disabled ? null : keyedValue(event, value, scale);
    if (next === null) return;
    event.preventDefault();
    changeOnce(gesture, next);
  };
  const at = onArc(scale.placeOf(value));
  const defaultValue = onArc(scale.placeOf(scale.defaultValue));
  return (
    <RemoteEditBadge editor={editor} className={styles.frame}>
      <Tip text={blockedBy ?? `${label}: drag, or use the arrow keys. Double-click to reset it.`}>
        <div
          ref={knob}
          {...drag}
          className={styles.knob}
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={scale.min}
          aria-valuemax={scale.max}
          aria-valuenow={value}
          aria-valuetext={text}
          aria-disabled={disabled}
          aria-description={editor ? `${editor.name} is moving this` : blockedBy}
          onKeyDown={onKeyDown}
          onDoubleClick={() => !disabled && changeOnce(gesture, scale.defaultValue)}
        >
          <svg viewBox="0 0 40 40" aria-hidden="true" focusable="false">
            <path className={styles.scale} d={arcPath(-1, 1)} />
            <path
              className={styles.value}
              d={arcPath(Math.min(defaultValue, at), Math.max(defaultValue, at))}
            />
            <circle className={styles.body} cx="20" cy="20" r="11.5" />
            <path
              className={styles.pointer}
              d="M20 9.5V16"
              transform={`rotate(${at * KNOB_RANGE_DEG} 20 20)`}
            />
          </svg>
        </div>
      </Tip>
    </RemoteEditBadge>
  );
}
