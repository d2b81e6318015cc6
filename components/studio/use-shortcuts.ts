// The keys that work anywhere in the studio: space, Home, L, and undo.
'use client';
import { useEffect } from 'react';
import type { StudioSession } from './studio-session';

/** Keys belong to what is focused first: fields take letters, buttons take space, dialogs take everything. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return true;
  return (
    target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null
  );
}

/** A button reached by keyboard takes the space bar; one that was just clicked leaves it to the transport. */
function takesSpace(target: EventTarget | null): boolean {
  const button = target instanceof HTMLElement ? target.closest<HTMLElement>('button, a, summary') : null;
  if (!button) return false;
  if (button.matches(':focus-visible')) return true;
  // Some browsers press a focused button when the key is released, whatever happened before.
  button.blur();
  return false;
}

function undoKey(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' ? 'redo' : null;
}

function plainAction(event: KeyboardEvent, { transport }: StudioSession): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === ' ') return takesSpace(event.target) ? null : () => transport.playPause();
  if (event.key === 'Home') return () => transport.toStart();
  return event.key.toLowerCase() === 'l' ? () => transport.toggleLoop() : null;
}

export function useShortcuts(session: StudioSession | null, canEdit: boolean): void {
  useEffect(() => {
    if (!session) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const turn = undoKey(event);
      const { undo } = session.connection;
      const action = turn ? () => canEdit && undo[turn]() : plainAction(event, session);
      if (!action) return;
      event.preventDefault();
      if (!event.repeat || turn) action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session, canEdit]);
}
