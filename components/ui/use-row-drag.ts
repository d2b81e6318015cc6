// Reordering rows with a pointer: the row follows the hand, and a line shows where it would go.
'use client';
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface RowDrag {
  /** The dragged row and the place before which it would be inserted; null when none is dragged. */
  readonly dragged: { readonly id: string; readonly gap: number } | null;
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
  const [dragged, setDragged] = useState<RowDrag['dragged']>(null);
  const newest = useRef({ ids, onDrop });
  useEffect(() => {
    newest.current = { ids, onDrop };
  });
  const draggedId = dragged?.id ?? null;
  useEffect(() => {
    if (draggedId === null) return;
    const gapOf = ({ clientY }: globalThis.PointerEvent) => (list.current ? gapAt(list.current, clientY) : 0);
    const onMove = (event: globalThis.PointerEvent) => setDragged({ id: draggedId, gap: gapOf(event) });
    const onCancel = () => setDragged(null);
    const onUp = (event: globalThis.PointerEvent) => {
      setDragged(null);
      const from = newest.current.ids.indexOf(draggedId);
      const gap = gapOf(event);
      const to = gap > from ? gap - 1 : gap;
      if (from >= 0 && to !== from) newest.current.onDrop(draggedId, to);
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
  }, [draggedId, list]);
  const press = (id: string, event: PointerEvent<HTMLElement>) => {
    if (event.button === 0 && event.isPrimary) setDragged({ id, gap: ids.indexOf(id) });
  };
  return { dragged, press };
}
