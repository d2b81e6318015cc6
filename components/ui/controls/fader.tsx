// A horizontal fader in dB: drag, wheel, arrow keys (0.5 dB, Shift 0.1 dB), Page keys (3 dB), double-click for 0 dB.
'use client';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { FADER_MAX_DB, FADER_MIN_DB } from '@/contract/units';

import { formatDb } from '../format';
import { Tip } from '../tooltip';
import styles from './fader.module.css';
import {
  clampFaderDb,
  FADER_LABELS_DB,
  FADER_MARKS_DB,
  faderDb,
  faderPosition,
  isSilent,
} from './fader-taper';
import { arrowStep, changeOnce, type Gesture, type RemoteEditor } from './gesture';
import { RemoteEditBadge } from './remote-edit-badge';
import { useDrag } from './use-drag';
import { useWheel } from './use-wheel';

interface FaderProps {
  readonly label: string;
  /** dB; the lower end of the range is silence. */
  readonly value: number;
  readonly gesture: Gesture;
  readonly disabled: boolean;
  readonly editor: RemoteEditor | null;
  /** Why it cannot be moved, where that is not plain from the page. */
  readonly blockedBy?: string | undefined;
}

const STEP_DB = 0.5;
const FINE_DB = 0.1;
const PAGE_DB = 3;
/** A press this near the cap takes it where it stands; farther away the cap jumps under the pointer. */
const CAP_REACH_PX = 16;

const tenth = (db: number): number => Math.round(clampFaderDb(db) * 10) / 10;

function keyedDb(event: KeyboardEvent, value: number): number | null {
  const arrow = arrowStep(event.key);
  if (arrow !== null) return tenth(value + arrow * (event.shiftKey ? FINE_DB : STEP_DB));
  if (event.key === 'PageUp') return tenth(value + PAGE_DB);
  if (event.key === 'PageDown') return tenth(value - PAGE_DB);
  return event.key === 'Delete' || event.key === 'Backspace' ? 0 : null;
}

export function Fader({ label, value, gesture, disabled, editor, blockedBy }: FaderProps) {
  const slot = useRef<HTMLDivElement>(null);
  const position = useRef(0);

  const pressed = (event: PointerEvent<HTMLElement>): boolean => {
    if (disabled) return false;
    const box = event.currentTarget.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    position.current = faderPosition(value);
    gesture.grab();
    if (Math.abs(at - position.current) * box.width > CAP_REACH_PX) {
      position.current = Math.min(1, Math.max(0, at));
      gesture.move(faderDb(position.current));
    }
    return true;
  };
  const drag = useDrag({
    start: pressed,
    move(dx) {
      const width = slot.current?.clientWidth ?? 1;
      position.current = Math.min(1, Math.max(0, position.current + dx / width));
      gesture.move(faderDb(position.current));
    },
    end: () => gesture.release(),
  });
  useWheel(
    slot,
    {
      grab: () => gesture.grab(),
      step: (direction, fine) => gesture.move(tenth(value + direction * (fine ? FINE_DB : STEP_DB))),
      release: () => gesture.release(),
    },
    disabled,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const next = disabled ? null : keyedDb(event, value);
    if (next === null) return;
    event.preventDefault();
    changeOnce(gesture, next);
  };

  const style = { '--at': faderPosition(value) } as CSSProperties;
  return (
    <RemoteEditBadge editor={editor} className={styles.frame}>
      <Tip text={blockedBy ?? `${label}: drag, or use the arrow keys. Double-click for 0 dB.`}>
        <div
          ref={slot}
          {...drag}
          className={styles.fader}
          style={style}
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={FADER_MIN_DB}
          aria-valuemax={FADER_MAX_DB}
          aria-valuenow={value}
          aria-valuetext={isSilent(value) ? 'silent' : `${formatDb(value)} dB`}
          aria-disabled={disabled}
          aria-description={editor ? `${editor.name} is moving this` : blockedBy}
          onKeyDown={onKeyDown}
          onDoubleClick={() => !disabled && changeOnce(gesture, 0)}
        >
          <div className={styles.slot} />
          {FADER_MARKS_DB.map((db) => (
            <i
              key={db}
              className={db === 0 ? styles.unity : styles.mark}
              style={{ left: `${faderPosition(db) * 100}%` }}
            />
          ))}
          {FADER_LABELS_DB.map((db) => (
            <span key={db} className={styles.label} style={{ left: `${faderPosition(db) * 100}%` }}>
              {db > 0 ? `+${db}` : db}
            </span>
          ))}
          <div className={styles.cap} />
        </div>
      </Tip>
    </RemoteEditBadge>
  );
}
