// Whether the element in focus was reached with the Tab key: only then do its own keys go before the transport's.
'use client';

let isReachedByTab = false;

/** True while focus stands where the Tab key put it: no click anywhere has come since. */
export const isFocusFromTab = (): boolean => isReachedByTab;

/*
 * `:focus-visible` cannot answer this: browsers set it on a button that was clicked as soon as any key is pressed,
 * before the key's handlers run.
 */
export function watchTabFocus(): () => void {
  const onPointer = () => {
    isReachedByTab = false;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') isReachedByTab = true;
  };
  window.addEventListener('pointerdown', onPointer, true);
  window.addEventListener('keydown', onKey, true);
  return () => {
    window.removeEventListener('pointerdown', onPointer, true);
    window.removeEventListener('keydown', onKey, true);
  };
}
