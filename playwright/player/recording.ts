// Reads a recording of the player's output: where in the song each moment is, how exact, how smooth.

/** A stretch of recording that plays the song without a jump; all in sample frames. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  /** Song position of frame `from`. */
  readonly position: number;
}

/** Interleaved stereo with the arrival time of every 512 frames. */
export class Recording {
  readonly samples: Float32Array;

  constructor(
    base64: string,
    readonly arrivals: readonly number[],
  ) {
    const bytes = Buffer.from(base64, 'base64');
    this.samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4).slice();
  }

  get frames(): number {
    return this.samples.length / 2;
  }

  /** When the page received frame `frame`, in its performance.now() milliseconds. */
  arrivalOf(frame: number): number {
    return this.arrivals[Math.floor(frame / 512)]!;
  }

  silentAt(frame: number): boolean {
    return this.samples[frame * 2] === 0 && this.samples[frame * 2 + 1] === 0;
  }

  /** The first frame from `frame` on that is not silent, or -1. */
  soundFrom(frame: number): number {
    for (let at = frame; at < this.frames; at++) if (!this.silentAt(at)) return at;
    return -1;
  }

  /** The largest |second difference| of the left channel: what a click raises and a low tone does not. */
  roughness(): number {
    let worst = 0;
    for (let at = 4; at < this.samples.length; at += 2) {
      const [a, b, c] = [this.samples[at - 4]!, this.samples[at - 2]!, this.samples[at]!];
      worst = Math.max(worst, Math.abs(a - 2 * b + c));
    }
    return worst;
  }

  /** Every passage of at least `shortest` frames in which the recording equals `song` to `tolerance`. */
  passages(song: Float64Array, tolerance = 1e-6, shortest = 256): Passage[] {
    const places = indexOfSong(song);
    const found: Passage[] = [];
    for (let at = 0; at + shortest <= this.frames; at++) {
      const position = this.silentAt(at) ? -1 : this.#locate(at, song, places, tolerance);
      if (position < 0) continue;
      const length = this.#matchLength(at, position, song, tolerance);
      if (length < shortest) continue;
      found.push({ from: at, to: at + length, position });
      at += length;
    }
    return found;
  }

  /** The largest difference from `song` within passages, in dBFS. */
  residualDb(passages: readonly Passage[], song: Float64Array): number {
    let worst = 0;
    for (const { from, to, position } of passages) {
      for (let at = from * 2, there = position * 2; at < to * 2; at++, there++) {
        worst = Math.max(worst, Math.abs(this.samples[at]! - song[there]!));
      }
    }
    return 20 * Math.log10(worst);
  }

  #locate(at: number, song: Float64Array, places: ReadonlyMap<number, number[]>, tolerance: number): number {
    const candidates = places.get(keyOf(this.samples[at * 2]!)) ?? [];
    return candidates.find((position) => this.#matchLength(at, position, song, tolerance, 8) === 8) ?? -1;
  }

  #matchLength(at: number, position: number, song: Float64Array, tolerance: number, most = Infinity): number {
    const limit = Math.min(most, this.frames - at, song.length / 2 - position);
    for (let i = 0; i < limit; i++) {
      const left = Math.abs(this.samples[(at + i) * 2]! - song[(position + i) * 2]!);
      const right = Math.abs(this.samples[(at + i) * 2 + 1]! - song[(position + i) * 2 + 1]!);
      if (left > tolerance || right > tolerance) return i;
    }
    return limit;
  }
}

/** The song's position behind a passage. */
export const endOf = ({ position, from, to }: Passage): number => position + to - from;

/**
 * How many samples of the song are left out between each passage and the next; negative when they are
 * repeated. A machine under load may make the player wait for audio anywhere, which costs two fades and
 * nothing else.
 */
export const skipsOf = (passages: readonly Passage[]): number[] =>
  passages.slice(1).map((next, at) => next.position - endOf(passages[at] as Passage));

/** The passage that ends between two positions of the song, and the one after it. */
export function aroundPause(
  passages: readonly Passage[],
  earliest: number,
  latest: number,
): { readonly stopped: number; readonly before: Passage; readonly after: Passage } {
  const at = passages.findIndex((passage) => endOf(passage) >= earliest && endOf(passage) <= latest);
  const [before, after] = [passages[at], passages[at + 1]];
  if (!before || !after) throw new Error(`Nothing pauses there: ${JSON.stringify(passages)}`);
  return { stopped: endOf(before), before, after };
}

/** Stored samples are multiples of 2^-23, so a sum of them is found by its integer. */
const keyOf = (value: number) => Math.round(value * 2 ** 23);

const songs = new WeakMap<Float64Array, Map<number, number[]>>();

/** Song positions by the value of their left sample; made once per song. */
function indexOfSong(song: Float64Array): Map<number, number[]> {
  const known = songs.get(song);
  if (known) return known;
  const places = new Map<number, number[]>();
  for (let at = 0; at < song.length; at += 2) {
    const key = keyOf(song[at]!);
    const list = places.get(key);
    if (list) list.push(at / 2);
    else places.set(key, [at / 2]);
  }
  songs.set(song, places);
  return places;
}
