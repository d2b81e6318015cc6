// Turns the mouse wheel over a focused or hovered control into steps, one gesture per run of turns.
import { type RefObject, useEffect, useRef } from 'react';

const PAUSE_MS = 350;

export interface WheelSteps {
  grab(): void;
  /** `direction` 1 is up. */
  step(direction: 1 | -1, fine: boolean): void;
  release(): void;
}

/**
 * Listens on the element itself, because React's wheel listener is passive and could not keep the page still.
 * The wheel counts only while the control has focus, so that scrolling past a mixer never changes the mix.
 */
export function useWheel(ref: RefObject<HTMLElement | null>, steps: WheelSteps, disabled: boolean): void {
  const current = useRef(steps);
  useEffect(() => {
    current.current = steps;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element || disabled) return;
    let pause: ReturnType<typeof setTimeout> | null = null;
    const release = () => {
      pause = null;
      current.current.release();
    };
    const onWheel = (event: WheelEvent) => {
      // Shift turns the wheel sideways in some browsers: take whichever axis moved.
      const turn = event.deltaY || event.deltaX;
      if (document.activeElement !== element || turn === 0) return;
      event.preventDefault();
      if (pause === null) current.current.grab();
      else clearTimeout(pause);
      current.current.step(turn < 0 ? 1 : -1, event.shiftKey);
      pause = setTimeout(release, PAUSE_MS);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
      if (pause === null) return;
      clearTimeout(pause);
      release();
    };
  }, [ref, disabled]);
}
