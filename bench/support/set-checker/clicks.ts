// Finds clicks: moments at which only the highest frequencies leap, and which the recordings do not have.

/** A sample this many times the local median absolute deviation leaps. */
const LEAP = 8;
/** Drums leap as well: a click leaps higher than all that the recordings have there, by this factor. */
const BEYOND_RECORDINGS = 2.5;
const WINDOW = 512;
/** How far from where it should be a recording's own attack is looked for, in samples: 6 ms. */
const NEIGHBOURHOOD = 256;

/** What changes too fast for music: differences of the fourth order. */
function highPass(signal: Float32Array): Float32Array {
  return signal.map((value, i) =>
    i < 2 || i + 2 >= signal.length
      ? 0
      : signal[i - 2]! - 4 * signal[i - 1]! + 6 * value - 4 * signal[i + 1]! + signal[i + 2]!,
  );
}

function medianAbsolute(values: Float32Array): number {
  const sorted = values.map(Math.abs).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

export interface Leap {
  /** Sample of the highest value. */
  readonly at: number;
  /** That value in median absolute deviations of its surroundings. */
  readonly height: number;
  /** Its amplitude. */
  readonly amplitude: number;
}

/** The highest leap of every window of a mono signal. */
export function leapsOf(signal: Float32Array): Leap[] {
  const high = highPass(signal);
  const leaps: Leap[] = [];
  for (let start = 0; start + WINDOW <= high.length; start += WINDOW / 2) {
    const window = high.subarray(start, start + WINDOW);
    const deviation = medianAbsolute(window);
    let at = 0;
    for (let i = 1; i < WINDOW; i++) if (Math.abs(window[i]!) > Math.abs(window[at]!)) at = i;
    const amplitude = Math.abs(window[at]!);
    // Silence has no deviation; what is below -100 dBFS is silence.
    leaps.push({ at: start + at, height: amplitude / Math.max(deviation, 1e-5), amplitude });
  }
  return leaps;
}

/** The highest amplitude that a recording leaps to near a sample. */
function highestNear(leaps: readonly Leap[], sample: number): number {
  const first = Math.max(0, Math.floor((sample - NEIGHBOURHOOD) / (WINDOW / 2)) - 2);
  const last = Math.ceil((sample + NEIGHBOURHOOD) / (WINDOW / 2)) + 1;
  return Math.max(0, ...leaps.slice(first, last).map(({ amplitude }) => amplitude));
}

export interface Recorded {
  readonly leaps: readonly Leap[];
  /** Amplitude at which the recording is played where it is alone. */
  readonly gain: number;
  /** Which of its samples plays at a sample of the set. */
  readonly sampleOf: (at: number) => number;
}

/** The leaps of the set that its recordings do not account for. */
export function findClicks(set: readonly Leap[], recordings: readonly Recorded[]): Leap[] {
  return set.filter(({ at, height, amplitude }) => {
    if (height <= LEAP) return false;
    const own = recordings.reduce(
      (sum, { leaps, gain, sampleOf }) => sum + gain * highestNear(leaps, sampleOf(at)),
      0,
    );
    return amplitude > BEYOND_RECORDINGS * own;
  });
}
