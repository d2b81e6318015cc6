// Listens to the output of a page, to detect when the first sound came.
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** When the output first rose above silence, as Date.now(); null until then. */
    heardAt: number | null;
  }
}

/** Taps every connection to an audio device. Call it before the page is opened. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.heardAt = null;
    const connect = AudioNode.prototype.connect as (...to: unknown[]) => AudioNode;
    const tap = (node: AudioNode) => {
      const analyser = new AnalyserNode(node.context, { fftSize: 2048 });
      connect.call(node, analyser);
      const block = new Float32Array(analyser.fftSize);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(block);
        if (!block.some((sample) => Math.abs(sample) > 1e-3)) return;
        window.heardAt ??= Date.now();
        clearInterval(timer);
      }, 20);
    };
    AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
      if (to[0] instanceof AudioDestinationNode) tap(this);
      return connect.apply(this, to);
    } as typeof AudioNode.prototype.connect;
  });
}

/** Waits for the first sound and returns when it came, as Date.now(). */
export async function firstSound(page: Page, timeout: number): Promise<number> {
  await page.waitForFunction(() => window.heardAt !== null, undefined, { timeout });
  return page.evaluate(() => window.heardAt as number);
}
