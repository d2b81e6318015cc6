// Reordering rows with a pointer: the row follows the hand, and a line shows where it would go.
'use client';
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface RowDrag {
  /** The row that is held, and before which place it would go; null when none is. */
  readonly held: { readonly id: string; readonly gap: number } | null;
  /** The press on the handle of a row. */
  readonly press: (id: string, event: PointerEvent<HTMLElement>) => void;
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
  const newest = useRef({ ids, onDrop });
  useEffect(() => {
    newest.current = { ids, onDrop };
  });
  const heldId = held?.id ?? null;
  useEffect(() => {
    if (heldId === null) return;
    const gapOf = ({ clientY }: globalThis.PointerEvent) => (list.current ? gapAt(list.current, clientY) : 0);
    const onMove = (event: globalThis.PointerEvent) => setHeld({ id: heldId, gap: gapOf(event) });
    const onCancel = () => setHeld(null);
    const onUp = (event: globalThis.PointerEvent) => {
      setHeld(null);
      const from = newest.current.ids.indexOf(heldId);
      const gap = gapOf(event);
      const to = gap > from ? gap - 1 : gap;
      if (from >= 0 && to !== from) newest.current.onDrop(heldId, to);
    };
    // On the window: an element that somebody else's edit moves in the page loses the pointer it had captured.
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', onCancel);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', onCancel);
    };
  }, [heldId, list]);
  const press = (id: string, event: PointerEvent<HTMLElement>) => {
    if (event.button === 0 && event.isPrimary) setHeld({ id, gap: ids.indexOf(id) });
  };
  return { held, press };
}
