// Small tracks made of a kick, a snare, hats and chords, of which tests know every beat.
import { seededRandom } from '../../dither';
import { SAMPLE_RATE } from '../../units';

/** Seconds of each beat's start, and how many make a bar. */
export interface TestRhythm {
  readonly beats: readonly number[];
  readonly beatsPerBar: number;
}

/** Evenly spaced beats from `start` s on. */
export function steadyBeats(bpm: number, count: number, start: number): number[] {
  return Array.from({ length: count }, (_, i) => start + (i * 60) / bpm);
}

/** Beats whose tempo moves evenly from one value to another. */
export function driftingBeats(from: number, to: number, count: number, start: number): number[] {
  const beats = [start];
  while (beats.length < count) beats.push(beats.at(-1)! + 60 / (from + ((to - from) * beats.length) / count));
  return beats;
}

/** An empty mono canvas on which notes are added. */
export class TestTrack {
  readonly samples: Float32Array;
  readonly #random = seededRandom(7);

  constructor(seconds: number) {
    this.samples = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  }

  #add(at: number, seconds: number, sampleAt: (seconds: number) => number): void {
    const start = Math.round(at * SAMPLE_RATE);
    const end = Math.min(this.samples.length, start + Math.round(seconds * SAMPLE_RATE));
    for (let i = Math.max(0, start); i < end; i++) this.samples[i]! += sampleAt((i - start) / SAMPLE_RATE);
  }

  /** A sine that falls to 50 Hz within a moment, with a click. */
  kick(at: number, gain = 0.6): void {
    this.#add(at, 0.25, (t) => {
      const phase = 2 * Math.PI * (50 * t - 2 * Math.exp(-40 * t));
      return gain * Math.exp(-14 * t) * Math.sin(phase) + gain * 0.3 * Math.exp(-900 * t);
    });
  }

  snare(at: number, gain = 0.3): void {
    this.#add(at, 0.2, (t) => gain * Math.exp(-22 * t) * (this.#random() * 2 - 1 + 0.6 * Math.sin(1200 * t)));
  }

  hat(at: number, gain = 0.12): void {
    let before = 0;
    this.#add(at, 0.06, (t) => {
      const noise = this.#random() * 2 - 1;
      const high = noise - before;
      before = noise;
      return gain * Math.exp(-70 * t) * high;
    });
  }

  /** Sines with two overtones at MIDI pitches that take `edge` s to come and go. */
  chord(at: number, seconds: number, pitches: readonly number[], gain = 0.06, edge = 0.01): void {
    for (const pitch of pitches) {
      const hz = 440 * 2 ** ((pitch - 69) / 12);
      this.#add(at, seconds, (t) => {
        const envelope = Math.min(1, t / edge, (seconds - t) / edge);
        const phase = 2 * Math.PI * hz * t;
        return gain * envelope * (Math.sin(phase) + 0.4 * Math.sin(2 * phase) + 0.2 * Math.sin(3 * phase));
      });
    }
  }
}

/** A minor: i, iv, VI, v; each a triad over its root. */
const PROGRESSION = [
  [45, 57, 60, 64],
  [50, 57, 62, 65],
  [53, 57, 60, 65],
  [52, 59, 64, 67],
] as const;

export interface TestTrackOptions extends TestRhythm {
  /** How late every second sixteenth comes, in sixteenths. */
  readonly swing?: number;
  /** Bars at the start without drums. */
  readonly drumlessBars?: number;
  readonly transpose?: number;
}

function addDrums(
  track: TestTrack,
  beat: number,
  length: number,
  inBar: number,
  options: TestTrackOptions,
): void {
  const { beatsPerBar, swing = 0 } = options;
  if (inBar === 0 || (beatsPerBar === 4 && inBar === 2)) track.kick(beat);
  else track.snare(beat, beatsPerBar === 3 ? 0.12 : 0.3);
  track.hat(beat + length / 2);
  if (swing > 0) track.hat(beat + length * (0.75 + swing / 4), 0.08);
}

/** A track of four-bar chord loops under a rhythm: kick and snare in turn, or one kick to two snares in threes. */
export function makeTrack(options: TestTrackOptions): Float32Array {
  const { beats, beatsPerBar, drumlessBars = 0, transpose = 0 } = options;
  const track = new TestTrack(beats.at(-1)! + 1.5);
  for (const [i, beat] of beats.entries()) {
    const length = i > 0 ? beat - beats[i - 1]! : beats[1]! - beat;
    const bar = Math.floor(i / beatsPerBar);
    if (i % beatsPerBar === 0) {
      const pitches = PROGRESSION[bar % 4]!.map((pitch) => pitch + transpose);
      track.chord(beat, length * beatsPerBar * 0.97, pitches);
    }
    if (bar >= drumlessBars) addDrums(track, beat, length, i % beatsPerBar, options);
  }
  return track.samples;
}
