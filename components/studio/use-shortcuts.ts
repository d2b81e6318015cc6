// The keys that work anywhere in the studio: space, Home, L, those of the clip that is picked, and undo.
'use client';
import { useEffect } from 'react';
import { duplicatePicked, removePicked, splitAtPlayhead } from './picked-clip';
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

/** The keys of the clip that is picked. */
function clipAction(key: string, session: StudioSession): (() => void) | null {
  if (session.lanes.view.picked.get() === null) return null;
  if (key === 's') return () => splitAtPlayhead(session);
  if (key === 'd') return () => duplicatePicked(session);
  return key === 'delete' || key === 'backspace' ? () => removePicked(session) : null;
}

function plainAction(event: KeyboardEvent, session: StudioSession, canEdit: boolean): (() => void) | null {
  const { transport } = session;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === ' ') return takesSpace(event.target) ? null : () => transport.playPause();
  if (event.key === 'Home') return () => transport.toStart();
  const key = event.key.toLowerCase();
  if (key === 'l') return () => transport.toggleLoop();
  return canEdit ? clipAction(key, session) : null;
}

export function useShortcuts(session: StudioSession | null, canEdit: boolean): void {
  useEffect(() => {
    if (!session) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const turn = undoKey(event);
      const { undo } = session.connection;
      const action = turn ? () => canEdit && undo[turn]() : plainAction(event, session, canEdit);
      if (!action) return;
      event.preventDefault();
      if (!event.repeat || turn) action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [session, canEdit]);
}
