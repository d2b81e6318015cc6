// A stretch of one stem drawn by wavesurfer.js from the server's peaks: it draws and nothing else.
import WaveSurfer from 'wavesurfer.js';
import type { PeaksSlice } from './peaks-slice';

/** Owns the canvases inside `container`. Without a source its media element fetches and plays nothing. */
export class WaveformDrawing {
  readonly #surfer: WaveSurfer;
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
  #progress = 0;
  #height = 0;
  #redraw = 0;
  /** wavesurfer itself follows the width alone. */
  readonly #sizes = new ResizeObserver(() => this.#followHeight());
  readonly #container: HTMLElement;

  /**
   * @param container its CSS `color` is used for what has been played, its `outline-color` for the rest
   * @param fullScale the amplitude that reaches the edge
   */
  constructor(container: HTMLElement, slice: PeaksSlice, fullScale: number) {
    this.#container = container;
    this.#surfer = WaveSurfer.create({
      container,
      ...drawn(slice),
      height: 'auto',
      ...this.#colors(),
      cursorWidth: 0,
      // Together these two draw to the given scale.
      normalize: true,
      maxPeak: fullScale,
      interact: false,
      hideScrollbar: true,
      autoScroll: false,
    });
    this.#scheme.addEventListener('change', this.recolor);
    this.#height = container.clientHeight;
    this.#sizes.observe(container);
  }

  /** Draws another stretch, or to another scale. */
  draw(slice: PeaksSlice, fullScale: number): void {
    this.#surfer.setOptions({ ...drawn(slice), maxPeak: fullScale });
    // Options alone draw what was drawn before.
    const data = this.#surfer.getDecodedData();
    if (data) void this.#surfer.getRenderer().render(data);
  }

  /** Marks everything before `fraction` (0 to 1) as played. */
  setProgress(fraction: number): void {
    const next = Math.min(1, Math.max(0, fraction));
    if (next === this.#progress) return;
    this.#progress = next;
    this.#surfer.getRenderer().renderProgress(next);
  }

  /** Reads the colour anew; a canvas does not follow CSS by itself. */
  readonly recolor = (): void => {
    this.#surfer.setOptions(this.#colors());
  };

  destroy(): void {
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#redraw);
    this.#scheme.removeEventListener('change', this.recolor);
    this.#surfer.destroy();
  }

  /** Draws anew for another height, once per frame however often it changes. */
  #followHeight(): void {
    const height = this.#container.clientHeight;
    if (height === this.#height || height === 0) return;
    this.#height = height;
    cancelAnimationFrame(this.#redraw);
    this.#redraw = requestAnimationFrame(() => {
      this.#surfer.setOptions({ height: 'auto' });
      this.#surfer.getRenderer().renderProgress(this.#progress);
    });
  }

  #colors(): { waveColor: string; progressColor: string } {
    const { color, outlineColor } = getComputedStyle(this.#container);
    return { waveColor: outlineColor, progressColor: color };
  }
}

/** The upper half of the drawing is the first channel, the lower half the second. */
const drawn = ({ max, min, durationS }: PeaksSlice) => ({ peaks: [max, min], duration: durationS });
