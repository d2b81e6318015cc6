// Reordering rows with a pointer: the row follows the hand, and a line shows where it would go.
'use client';
import { type PointerEvent, type RefObject, useRef, useState } from 'react';

export interface RowDrag {
  /** The row that is held, and before which place it would go; null when none is. */
  readonly held: { readonly id: string; readonly gap: number } | null;
  /** Spread on the handle of a row. */
  readonly handle: (id: string) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: () => void;
  };
}

/** How many rows have their middle above `y`: the gap that a row dropped there goes into. */
function gapAt(list: HTMLElement, y: number): number {
  const middles = [...list.children].map((row) => {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2;
  });
  return middles.filter((middle) => middle < y).length;
}

/**
 * @param list the element whose children are the rows, in order
 * @param ids of the rows
 * @param onDrop called with the place where the row stands afterwards, from 0
 */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  ids: readonly string[],
  onDrop: (id: string, index: number) => void,
): RowDrag {
  const [held, setHeld] = useState<RowDrag['held']>(null);
  const pointer = useRef<number | null>(null);
  const stop = () => {
    pointer.current = null;
    setHeld(null);
  };
  const handle: RowDrag['handle'] = (id) => ({
    onPointerDown(event) {
      if (event.button !== 0 || pointer.current !== null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pointer.current = event.pointerId;
      setHeld({ id, gap: ids.indexOf(id) });
    },
    onPointerMove(event) {
      if (pointer.current !== event.pointerId || !list.current) return;
      setHeld({ id, gap: gapAt(list.current, event.clientY) });
    },
    onPointerUp(event) {
      if (pointer.current !== event.pointerId || !list.current) return;
      const from = ids.indexOf(id);
      const gap = gapAt(list.current, event.clientY);
      stop();
      const to = gap > from ? gap - 1 : gap;
      if (from >= 0 && to !== from) onDrop(id, to);
    },
    onPointerCancel: stop,
  });
  return { held, handle };
}
