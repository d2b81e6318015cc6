// Follows one pointer from press to release and reports how far it went; Shift makes the way ten times finer.
import { type PointerEvent, useRef } from 'react';

export interface DragSteps {
  /** The press; return false to leave it alone. */
  start(event: PointerEvent<HTMLElement>): boolean;
  /** Movement since the last call, in pixels. */
  move(dx: number, dy: number, event: PointerEvent<HTMLElement>): void;
  end(): void;
}

const FINE = 0.1;

/** Pointer handlers to spread on the element that is dragged. */
export function useDrag(steps: DragSteps) {
  const last = useRef<{ id: number; x: number; y: number } | null>(null);
  const finish = (event: PointerEvent<HTMLElement>) => {
    if (last.current?.id !== event.pointerId) return;
    last.current = null;
    steps.end();
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || last.current || !steps.start(event)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = last.current;
      if (from?.id !== event.pointerId) return;
      const rate = event.shiftKey ? FINE : 1;
      steps.move((event.clientX - from.x) * rate, (event.clientY - from.y) * rate, event);
      last.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
    },
    onPointerUp: finish,
    onPointerCancel: finish,
    onLostPointerCapture: finish,
  };
}
