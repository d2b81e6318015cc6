// Escape in a panel that is no dialog: when it closes the panel, and where the focus goes then.
import type { KeyboardEvent } from 'react';

/**
 * Whether Escape, pressed inside a panel or on its button, closes it. A figure being typed, a text that would be lost
 * and a dialog above the panel keep the key.
 */
export function closesPanel(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.defaultPrevented) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (target.closest('dialog')) return false;
  return (
    !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) || target.value === ''
  );
}

/** The focus goes back to the button that opens the panel; without one on the page it stays where it is. */
export function focusElement(id: string): void {
  document.getElementById(id)?.focus();
}
