// The keys of undo and redo: Ctrl or Cmd with Z, Shift and Z, or Y.

/** What a key asks for; null for any other key. */
export function undoKey(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' ? 'redo' : null;
}
