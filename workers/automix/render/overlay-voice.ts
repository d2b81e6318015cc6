// One sample over a transition of the set that is being mixed: played when its time comes, and dropped after
// it.
import { type PlayedOverlay, playOverlay } from '@/audio/automix/render/overlay-render';
import type { PlacedTransition } from '@/audio/automix/render/set-timeline';
import type { Overlay } from '@/audio/automix/types';

export class OverlayVoice {
  readonly start: number;
  readonly end: number;
  #played: PlayedOverlay | null = null;
  readonly #overlay: Overlay;
  readonly #placed: PlacedTransition;
  readonly #sampleRate: number;

  constructor(overlay: Overlay, placed: PlacedTransition, sampleRate: number) {
    this.#overlay = overlay;
    this.#placed = placed;
    this.#sampleRate = sampleRate;
    this.start = placed.start;
    this.end = placed.end;
  }

  /** Adds what lies in a block that begins at `position` of the set. */
  addTo(position: number, left: Float64Array, right: Float64Array, frames: number): void {
    if (position >= this.end || position + frames <= this.start) return;
    this.#played ??= playOverlay(this.#overlay, this.#placed, this.#sampleRate);
    const { start, signal } = this.#played;
    const last = Math.min(frames, start + signal.length - position);
    for (let i = Math.max(0, start - position); i < last; i++) {
      const value = signal[position + i - start]!;
      left[i]! += value;
      right[i]! += value;
    }
    if (position + frames >= this.end) this.#played = null;
  }
}

/** All samples over the transitions of a set. */
export function overlayVoices(transitions: readonly PlacedTransition[], sampleRate: number): OverlayVoice[] {
  return transitions.flatMap((placed) =>
    placed.plan.overlays.map((overlay) => new OverlayVoice(overlay, placed, sampleRate)),
  );
}
