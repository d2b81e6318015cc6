// Ctrl or Cmd with Z and Y take back and bring back one's own edits of the list.
'use client';
import { useEffect } from 'react';
import { undoKey } from '@/components/ui/undo-key';
import type { PersonalUndo } from '@/document/undo';

/** Text fields keep their own undo. */
const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

export function useUndoKeys(undo: PersonalUndo, isEnabled: boolean): void {
  useEffect(() => {
    if (!isEnabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const turn = undoKey(event);
      if (!turn || isTyping(event) || event.defaultPrevented) return;
      event.preventDefault();
      undo[turn]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [undo, isEnabled]);
}
