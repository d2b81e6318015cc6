// One stem drawn by wavesurfer.js from the server's peaks: it draws and nothing else.
import WaveSurfer from 'wavesurfer.js';
import type { Peaks } from '@/audio/peaks';

/** Owns the canvases inside `container`. Without a source its media element fetches and plays nothing. */
export class WaveformDrawing {
  private readonly surfer: WaveSurfer;
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');

  /** @param container its CSS `color` is that of what has been heard, its `outline-color` that of the rest */
  constructor(
    private readonly container: HTMLElement,
    peaks: Peaks,
  ) {
    this.surfer = WaveSurfer.create({
      container,
      // The upper half of the drawing is the first channel, the lower half the second.
      peaks: [peaks.max, peaks.min],
      duration: peaks.lengthSamples / peaks.sampleRate,
      height: 'auto',
      ...this.colors(),
      cursorWidth: 0,
      maxPeak: 1,
      interact: false,
      hideScrollbar: true,
      autoScroll: false,
    });
    this.scheme.addEventListener('change', this.recolor);
  }

  /** Marks everything before `fraction` (0 to 1) as heard. */
  setProgress(fraction: number): void {
    this.surfer.getRenderer().renderProgress(Math.min(1, Math.max(0, fraction)));
  }

  /** Reads the colour anew; a canvas does not follow CSS by itself. */
  readonly recolor = (): void => {
    this.surfer.setOptions(this.colors());
  };

  destroy(): void {
    this.scheme.removeEventListener('change', this.recolor);
    this.surfer.destroy();
  }

  private colors(): { waveColor: string; progressColor: string } {
    const { color, outlineColor } = getComputedStyle(this.container);
    return { waveColor: outlineColor, progressColor: color };
  }
}
