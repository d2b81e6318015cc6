// Renders a starter sound, note by note.
import { secondsToSamples } from '../../units';

/** What a note sounds like: its value, about -1 to 1, at a time in seconds after it begins. */
export type Voice = (seconds: number) => number;

/** Everything ends within this time, so that no cut clicks. */
const RELEASE_S = 0.012;
/** The peak of a finished sound. */
const PEAK = 0.9;

export class NoteRenderer {
  readonly left: Float32Array;
  readonly right: Float32Array;

  constructor(
    seconds: number,
    readonly rate: number,
  ) {
    this.left = new Float32Array(secondsToSamples(seconds, rate));
    this.right = new Float32Array(this.left.length);
  }

  /**
   * Adds a note.
   * @param at seconds from the start of the sound
   * @param length seconds; it is faded out at its very end
   * @param pan -1 (left) to 1 (right)
   */
  addNote(at: number, length: number, voice: Voice, pan = 0): void {
    const start = secondsToSamples(at, this.rate);
    const frames = Math.min(secondsToSamples(length, this.rate), this.left.length - start);
    const toLeft = Math.cos(((pan + 1) * Math.PI) / 4);
    const toRight = Math.sin(((pan + 1) * Math.PI) / 4);
    for (let i = 0; i < frames; i++) {
      const fade = Math.min(1, (frames - i) / (RELEASE_S * this.rate));
      const value = voice(i / this.rate) * fade;
      this.left[start + i]! += toLeft * value;
      this.right[start + i]! += toRight * value;
    }
  }

  /** The finished recording, brought to an even peak. */
  finish(): readonly [Float32Array, Float32Array] {
    let peak = 1e-9;
    for (const side of [this.left, this.right]) {
      for (const sample of side) peak = Math.max(peak, Math.abs(sample));
    }
    const gain = PEAK / peak;
    return [this.left.map((sample) => sample * gain), this.right.map((sample) => sample * gain)];
  }
}

/** The frequency of a MIDI note number in Hz. */
export const noteHz = (note: number): number => 440 * 2 ** ((note - 69) / 12);

export interface Scale {
  /** MIDI note numbers */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Seconds that a note sounds and seconds from one to the next */
  readonly length: number;
  readonly every: number;
}

/** Records one note after the other, each at a slightly different place between the loudspeakers. */
export function renderScale(
  rate: number,
  { from, to, step, length, every }: Scale,
  voiceOf: (hz: number, index: number) => Voice,
): NoteRenderer {
  const count = Math.floor((to - from) / step) + 1;
  const renderer = new NoteRenderer(count * every, rate);
  for (let index = 0; index < count; index++) {
    const pan = 0.35 * Math.sin(index * 2.4);
    renderer.addNote(index * every, length, voiceOf(noteHz(from + index * step), index), pan);
  }
  return renderer;
}
