// The handle of a band in the picture of an equaliser: drag it, arrow keys move it, the wheel changes its width.
'use client';
import { type CSSProperties, type KeyboardEvent, useRef } from 'react';
import { RemoteEditBadge } from '@/components/ui/controls/remote-edit-badge';
import { useDrag } from '@/components/ui/controls/use-drag';
import { useWheel } from '@/components/ui/controls/use-wheel';
import { Tip } from '@/components/ui/tooltip';
import type { EqBand } from '@/contract/processors/equaliser';
import { BAND_LABELS } from '@/document/field-captions';
import { valueText } from '@/document/value-text';
import { bandStyle } from './band-color';
import styles from './eq-curve.module.css';
import { dbAt, hzAt, placeOfDb, placeOfHz } from './eq-drawing';
import { type BandControl, useBand } from './use-band';

interface EqPointProps {
  readonly entity: string;
  readonly owner: string;
  readonly band: EqBand;
  /** 1 is the lowest band. */
  readonly number: number;
}

function keyed(
  { hz, gainDb, q }: BandControl,
  event: KeyboardEvent,
): Parameters<BandControl['set']>[0] | null {
  const fine = event.shiftKey;
  if (event.key === 'ArrowRight') return { hz: hz.scale.step(hz.value, 1, fine) };
  if (event.key === 'ArrowLeft') return { hz: hz.scale.step(hz.value, -1, fine) };
  if (event.key === 'ArrowUp') return { gainDb: gainDb.scale.step(gainDb.value, 1, fine) };
  if (event.key === 'ArrowDown') return { gainDb: gainDb.scale.step(gainDb.value, -1, fine) };
  if (event.key === 'PageUp') return { q: q.scale.step(q.value, 1, fine) };
  if (event.key === 'PageDown') return { q: q.scale.step(q.value, -1, fine) };
  return event.key === 'Delete' || event.key === 'Backspace' ? neutral({ hz, gainDb, q }) : null;
}

const neutral = ({ hz, gainDb, q }: Pick<BandControl, 'hz' | 'gainDb' | 'q'>) => ({
  hz: hz.scale.defaultValue,
  gainDb: gainDb.scale.defaultValue,
  q: q.scale.defaultValue,
});

/** Drags the point within the picture that lies around it. */
function usePointDrag({ hz, gainDb, disabled }: BandControl) {
  const at = useRef({ x: 0, y: 0, width: 1, height: 1 });
  return useDrag({
    start(event) {
      const picture = event.currentTarget.closest('[data-eq-picture]');
      if (disabled || !picture) return false;
      const { width, height } = picture.getBoundingClientRect();
      at.current = { x: placeOfHz(hz.value), y: placeOfDb(gainDb.value), width, height };
      hz.gesture.grab();
      gainDb.gesture.grab();
      return true;
    },
    move(dx, dy) {
      const { width, height } = at.current;
      at.current.x = Math.min(1, Math.max(0, at.current.x + dx / width));
      at.current.y = Math.min(1, Math.max(0, at.current.y + dy / height));
      hz.gesture.move(hz.scale.valueAt(hz.scale.placeOf(hzAt(at.current.x))));
      gainDb.gesture.move(gainDb.scale.valueAt(gainDb.scale.placeOf(dbAt(at.current.y))));
    },
    end() {
      hz.gesture.release();
      gainDb.gesture.release();
    },
  });
}

export function EqPoint({ entity, owner, band, number }: EqPointProps) {
  const point = useRef<HTMLDivElement>(null);
  const control = useBand(entity, band);
  const { hz, gainDb, q, editor, disabled } = control;
  const drag = usePointDrag(control);
  useWheel(
    point,
    {
      grab: () => q.gesture.grab(),
      step: (direction, fine) => q.gesture.move(q.scale.step(q.value, direction, fine)),
      release: () => q.gesture.release(),
    },
    disabled,
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const values = disabled ? null : keyed(control, event);
    if (values === null) return;
    event.preventDefault();
    control.set(values);
  };
  const label = `${owner} EQ ${BAND_LABELS[band]}`;
  const text = [valueText('Hz', hz.value), valueText('dB', gainDb.value), valueText('q', q.value)].join(', ');
  const style: CSSProperties = {
    ...bandStyle(band),
    left: `${placeOfHz(hz.value) * 100}%`,
    top: `${placeOfDb(gainDb.value) * 100}%`,
  };
  return (
    <div className={styles.place} style={style}>
      <RemoteEditBadge editor={editor} className={styles.edited}>
        <Tip text={`${label}: ${text}. Drag it; the wheel changes its width, a double-click puts it back.`}>
          <div
            ref={point}
            {...drag}
            className={styles.point}
            role="slider"
            tabIndex={0}
            aria-label={`${label} point`}
            aria-valuemin={gainDb.scale.min}
            aria-valuemax={gainDb.scale.max}
            aria-valuenow={gainDb.value}
            aria-valuetext={text}
            aria-disabled={disabled}
            aria-description="Left and right for the frequency, up and down for the gain, Page keys for the width"
            onKeyDown={onKeyDown}
            onDoubleClick={() => !disabled && control.set(neutral(control))}
          >
            {number}
          </div>
        </Tip>
      </RemoteEditBadge>
    </div>
  );
}
