// The click beside the mix: what is rendered is searched for beats, and each sounds when the mix of its moment does.
import { type ClickGrid, clickAtOrAfter, clickPosition, isClickAccent } from '@/audio/tempo/click-grid';
import { type ClickSamples, clickSamples } from '@/audio/tempo/click-sounds';
import { SAMPLE_RATE } from '@/audio/units';
import type { Metronome } from '../types';

/** More than lie between what is rendered and what is output: a quarter of a second, at 300 BPM. */
const MAX_PENDING = 16;
/** Sounds overlap where beats lie closer than they are long, and wait out the limiter's look-ahead. */
const VOICES = 8;
const SILENCE = new Float32Array(0);

interface Voice {
  sound: Float32Array;
  /** The sample of the sound that comes next; negative while it waits. */
  at: number;
}

/**
 * Follows the mix frame by frame, so that a jump, a loop or another tempo needs no rule of its own. `note` and `mix`
 * allocate nothing; `set` is called between blocks.
 */
export class MetronomeVoice {
  #grid: ClickGrid | null = null;
  #gain = 0;
  #samples: ClickSamples = { accent: SILENCE, beat: SILENCE };
  readonly #frames = new Float64Array(MAX_PENDING);
  readonly #isAccent = new Uint8Array(MAX_PENDING);
  #pending = 0;
  readonly #voices: readonly Voice[] = Array.from({ length: VOICES }, () => ({ sound: SILENCE, at: 0 }));

  /** @param metronome null for none; what has begun to sound fades by itself */
  set(metronome: Metronome | null): void {
    this.#grid = metronome?.grid ?? null;
    if (metronome === null) return;
    this.#gain = metronome.gain;
    this.#samples = clickSamples(metronome.sound, SAMPLE_RATE);
  }

  /** Takes that `frames` samples of the timeline from `position` on were rendered as frames `frame` and on of the mix. */
  note(position: number, frames: number, frame: number): void {
    const grid = this.#grid;
    if (grid === null) return;
    for (let index = clickAtOrAfter(grid, position); this.#pending < MAX_PENDING; index++) {
      const at = clickPosition(grid, index) - position;
      if (at >= frames) return;
      this.#frames[this.#pending] = frame + at;
      this.#isAccent[this.#pending] = isClickAccent(grid, index) ? 1 : 0;
      this.#pending++;
    }
  }

  /**
   * Adds what sounds to a block of output.
   * @param from the first frame of the mix that the block holds
   * @param count how many frames of the mix it holds; 0 when what was rendered is dropped
   * @param delay samples from a frame of the mix to its output
   */
  mix(
    channels: readonly [Float32Array, Float32Array],
    frames: number,
    from: number,
    count: number,
    delay: number,
  ): void {
    if (count === 0) this.#pending = 0;
    let kept = 0;
    for (let i = 0; i < this.#pending; i++) {
      const frame = this.#frames[i] ?? 0;
      const accent = this.#isAccent[i] ?? 0;
      if (frame < from + count) {
        this.#start(accent, Math.round((Math.max(0, frame - from) * frames) / count) + delay);
        continue;
      }
      this.#frames[kept] = frame;
      this.#isAccent[kept] = accent;
      kept++;
    }
    this.#pending = kept;
    for (const voice of this.#voices) if (voice.at < voice.sound.length) this.#play(voice, channels, frames);
  }

  #start(accent: number, wait: number): void {
    for (const voice of this.#voices) {
      if (voice.at < voice.sound.length) continue;
      voice.sound = accent === 1 ? this.#samples.accent : this.#samples.beat;
      voice.at = -wait;
      return;
    }
  }

  #play(voice: Voice, [left, right]: readonly [Float32Array, Float32Array], frames: number): void {
    const { sound, at } = voice;
    const first = Math.max(0, -at);
    const end = Math.min(frames, sound.length - at);
    for (let i = first; i < end; i++) {
      const sample = (sound[at + i] ?? 0) * this.#gain;
      left[i] = (left[i] ?? 0) + sample;
      right[i] = (right[i] ?? 0) + sample;
    }
    voice.at = at + frames;
  }
}
