// The height of the effects panel: dragged or moved with the arrow keys at its upper edge, and remembered in this browser.
'use client';
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useState } from 'react';

const STORED_AS = 'isomix/effects-height';
const MIN_PX = 120;
/** The mixer above keeps at least this much. */
const MIXER_PX = 220;
const STEP_PX = 24;

const maxPx = (): number => Math.max(MIN_PX, window.innerHeight - MIXER_PX);
/** What the panel has by default, as its style sheet says. */
const DEFAULT_PERCENT = 40;

const clamped = (height: number): number => Math.round(Math.min(maxPx(), Math.max(MIN_PX, height)));

function stored(): number | null {
  const height = Number(window.localStorage.getItem(STORED_AS));
  return height > 0 ? clamped(height) : null;
}

/**
 * @returns the height in pixels, null for the default; its share of the window in per cent; and the properties of the
 *   element that changes it
 */
export function useDockHeight(panel: RefObject<HTMLElement | null>) {
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => setHeight(stored()), []);
  const change = (next: number) => {
    const fitting = clamped(next);
    setHeight(fitting);
    window.localStorage.setItem(STORED_AS, String(fitting));
  };
  const current = () => panel.current?.offsetHeight ?? MIN_PX;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const bottom = panel.current?.getBoundingClientRect().bottom ?? 0;
    change(bottom - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    change(current() + direction * STEP_PX);
  };
  const percent = height === null ? DEFAULT_PERCENT : Math.round((100 * height) / window.innerHeight);
  return { height, percent, handle: { onPointerDown, onPointerMove, onKeyDown } };
}
