// What the Tab key did: whether the element in focus was reached with it, and whether it was pressed last.
'use client';

let isReachedByTab = false;
let isTabLast = false;

/** True while focus stands where the Tab key put it: no click anywhere has come since. */
export const isFocusFromTab = (): boolean => isReachedByTab;

/** True until another key or the pointer is pressed: what takes the focus now takes it from the Tab key. */
export const isTabbing = (): boolean => isTabLast;

/*
 * `:focus-visible` cannot answer this: browsers set it on a button that was clicked as soon as any key is pressed,
 * before the key's handlers run; and on a field that takes text always.
 */
export function watchTabFocus(): () => void {
  const onPointer = () => {
    isReachedByTab = false;
    isTabLast = false;
  };
  const onKey = (event: KeyboardEvent) => {
    isTabLast = event.key === 'Tab';
    if (isTabLast) isReachedByTab = true;
  };
  window.addEventListener('pointerdown', onPointer, true);
  window.addEventListener('keydown', onKey, true);
  return () => {
    window.removeEventListener('pointerdown', onPointer, true);
    window.removeEventListener('keydown', onKey, true);
  };
}
