// The keys that work anywhere in the studio: space, Home, L, C, R, those of the clip that is picked, and undo.
'use client';
import { useEffect } from 'react';
import { duplicatePicked, removePicked, splitAtPlayhead } from '@/components/session/lanes/picked-clip';
import type { StudioSession } from '@/components/session/studio-session';
import { isFocusFromTab, watchTabFocus } from '@/components/ui/tab-focus';
import { undoKey } from '@/components/ui/undo-key';

/** Controls that are operated with the space bar, as opposed to fields that take text. */
const PRESSABLE =
  'button, a, summary, select, input:is([type="checkbox"], [type="radio"], [type="range"], [type="file"], [type="button"], [type="submit"]), [role="button"], [role="checkbox"], [role="radio"], [role="switch"], [role="tab"], [role="menuitem"], [role="option"]';
const FIELD = 'input, select, textarea, [contenteditable]';

const closest = (target: EventTarget | null, selector: string): HTMLElement | null =>
  target instanceof HTMLElement ? target.closest<HTMLElement>(selector) : null;

/** Keys belong to what is focused first: fields take letters, buttons take space, dialogs take everything. */
function isHandled(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return true;
  if (closest(event.target, FIELD) === null) return false;
  return event.key !== ' ' || closest(event.target, PRESSABLE) === null;
}

/** A control reached with Tab takes the space bar; one that was clicked leaves it to the transport. */
function usesSpaceKey(target: EventTarget | null): boolean {
  const control = closest(target, PRESSABLE);
  if (!control) return false;
  if (isFocusFromTab()) return true;
  // Some browsers press a focused button when the key is released, whatever happened before.
  control.blur();
  return false;
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
  if (event.key === ' ') return usesSpaceKey(event.target) ? null : () => transport.playPause();
  if (event.key === 'Home') return () => transport.toStart();
  const key = event.key.toLowerCase();
  if (key === 'l') return () => transport.toggleLoop();
  if (key === 'o' && session.tracks.original.get()) return () => session.tracks.toggleOriginal();
  if (key === 'c') return () => session.metronome.toggle();
  if (key === 'r' && canEdit) return () => void session.recorder.toggle();
  return canEdit ? clipAction(key, session) : null;
}

export function useShortcuts(session: StudioSession | null, canEdit: boolean): void {
  useEffect(watchTabFocus, []);
  useEffect(() => {
    if (!session) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (isHandled(event)) return;
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
