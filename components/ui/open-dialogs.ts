// The modal dialogs that are open, the uppermost last. What floats above the page has to stand inside of that one: the
// browser draws modal dialogs above everything else, and takes the rest of the page out of reach.
'use client';
import { Store, useSelected } from './store';

const dialogs = new Store<readonly HTMLDialogElement[]>([]);

/** Lists a dialog that was opened; returns what takes it off the list. */
export function listDialog(dialog: HTMLDialogElement): () => void {
  dialogs.set([...dialogs.get(), dialog]);
  return () => dialogs.set(dialogs.get().filter((each) => each !== dialog));
}

/** Where to put what floats: the uppermost dialog; undefined is the page. */
export const useUppermost = (): HTMLDialogElement | undefined => useSelected(dialogs, (all) => all.at(-1));
