// The power of kick and bass in each beat.
import { type PlacedTransition, positionOfBar } from '@/audio/automix/render/set-timeline';
import type { FrameReader } from '../../stretching/frame-file';

/** Below this lie kick and bass. */
export const BASS_HZ = 120;

/** A one-pole low-pass, three times over: 18 dB per octave. */
class BassFilter {
  readonly #share: number;
  readonly #state = new Float64Array(3);

  constructor(limitHz: number, sampleRate: number) {
    this.#share = 1 - Math.exp((-2 * Math.PI * limitHz) / sampleRate);
  }

  next(sample: number): number {
    let value = sample;
    for (let i = 0; i < this.#state.length; i++) {
      this.#state[i]! += this.#share * (value - this.#state[i]!);
      value = this.#state[i]!;
    }
    return value;
  }
}

/** Where the beats of an overlap begin, and where the last one ends, in samples of the set. */
export function beatBounds(placed: PlacedTransition, sampleRate: number): number[] {
  const { bars, beatsPerBar } = placed.plan;
  return Array.from({ length: bars * beatsPerBar + 1 }, (_, beat) =>
    Math.round(positionOfBar(placed, beat / beatsPerBar, sampleRate)),
  );
}

/** Adds up the bass of audio that comes sample by sample. */
export class BassEnvelope {
  readonly #left: BassFilter;
  readonly #right: BassFilter;
  readonly #sums: Float64Array;
  #beat = 0;
  readonly #bounds: readonly number[];

  /** @param bounds where beats begin, and where the last one ends, in samples */
  constructor(bounds: readonly number[], sampleRate: number, limitHz = BASS_HZ) {
    this.#bounds = bounds;
    this.#left = new BassFilter(limitHz, sampleRate);
    this.#right = new BassFilter(limitHz, sampleRate);
    this.#sums = new Float64Array(Math.max(0, bounds.length - 1));
  }

  /** Adds the sample at `position`; positions ascend. */
  add(position: number, left: number, right: number): void {
    const power = (this.#left.next(left) ** 2 + this.#right.next(right) ** 2) / 2;
    while (this.#beat < this.#sums.length && position >= this.#bounds[this.#beat + 1]!) this.#beat++;
    if (position >= this.#bounds[0]! && this.#beat < this.#sums.length) this.#sums[this.#beat]! += power;
  }

  /** Mean power of every beat. */
  get powers(): number[] {
    return Array.from(this.#sums, (sum, i) => sum / Math.max(1, this.#bounds[i + 1]! - this.#bounds[i]!));
  }
}

/** The bass of stored audio in every beat between `bounds`, in its own samples. */
export async function bassPerBeat(
  reader: FrameReader,
  bounds: readonly number[],
  sampleRate: number,
  limitHz = BASS_HZ,
): Promise<number[]> {
  const course = new BassEnvelope(bounds, sampleRate, limitHz);
  for (let beat = 1; beat < bounds.length; beat++) {
    const [start, end] = [bounds[beat - 1]!, bounds[beat]!];
    const frames = new Float32Array(2 * (end - start));
    await reader.read(start, frames);
    for (let i = 0; i < end - start; i++) course.add(start + i, frames[2 * i]!, frames[2 * i + 1]!);
  }
  return course.powers;
}
