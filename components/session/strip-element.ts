// Finds the strip of a stem, or of the master, on the page.

/** The id of its element. */
export const stripElementId = (entity: string): string => `strip-${entity}`;

/** Brings a strip into sight with the focus on its fader; nothing happens when it is not there. */
export function showStrip(entity: string): void {
  const strip = document.getElementById(stripElementId(entity));
  strip?.scrollIntoView({ block: 'nearest' });
  strip?.querySelector<HTMLElement>('[role="slider"][aria-label$=" volume"]')?.focus();
}
