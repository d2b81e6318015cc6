// How long a fader move in one browser takes to show in another.
import type { Page } from '@playwright/test';
import { volume } from './mixer';

/** The moment, in epoch milliseconds, at which the fader of "Other" first differs from `old`. */
async function momentOfMove(page: Page, old: string): Promise<number> {
  const moment = await page.waitForFunction(
    (value) => {
      const fader = document.querySelector('[role="slider"][aria-label="Other volume"]');
      return fader?.getAttribute('aria-valuenow') !== value && performance.timeOrigin + performance.now();
    },
    old,
    { polling: 'raf' },
  );
  return Number(await moment.jsonValue());
}

/**
 * Steps one fader by keyboard in one browser and waits for each step in the other.
 * @returns milliseconds from just before the key to the frame of the other page that shows it
 */
export async function timeFaderMoves(from: Page, to: Page, moves: number): Promise<number[]> {
  const times: number[] = [];
  await volume(from, 'Other').focus();
  for (let move = 0; move < moves; move++) {
    const shown = momentOfMove(to, String(await volume(to, 'Other').getAttribute('aria-valuenow')));
    const pressed = await from.evaluate(() => performance.timeOrigin + performance.now());
    // Down and up in turn: at the end of its way a fader would not move.
    await from.keyboard.press(move % 2 === 0 ? 'ArrowDown' : 'ArrowUp');
    times.push((await shown) - pressed);
  }
  return times;
}

/** The value below which `share` of them lie, rounded. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
