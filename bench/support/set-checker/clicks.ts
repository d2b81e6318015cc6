// Finds clicks: moments at which only the highest frequencies leap, and which the recordings do not have.

/** A sample this many times the local median absolute deviation leaps. */
const LEAP = 8;
/** The recordings may have it, too: then it is a drum. They have it less in a click by this factor. */
const BEYOND_RECORDING = 3;
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
    // Silence has no deviation; what is below -100 dBFS is silence.
    leaps.push({ at: start + at, height: Math.abs(window[at]!) / Math.max(deviation, 1e-5) });
  }
  return leaps;
}

/** The highest leap of a recording near a sample. */
function highestNear(leaps: readonly Leap[], sample: number): number {
  const first = Math.max(0, Math.floor((sample - NEIGHBOURHOOD) / (WINDOW / 2)) - 2);
  const last = Math.ceil((sample + NEIGHBOURHOOD) / (WINDOW / 2)) + 1;
  return Math.max(0, ...leaps.slice(first, last).map(({ height }) => height));
}

/**
 * The leaps of the set that none of its recordings has in that place.
 * @param places for each recording, its leaps and which of its samples is heard at a sample of the set
 */
export function findClicks(
  set: readonly Leap[],
  places: ReadonlyArray<{ readonly leaps: readonly Leap[]; readonly sampleOf: (at: number) => number }>,
): Leap[] {
  return set.filter(({ at, height }) => {
    if (height <= LEAP) return false;
    const own = places.map(({ leaps, sampleOf }) => highestNear(leaps, sampleOf(at)));
    return height > BEYOND_RECORDING * Math.max(LEAP / BEYOND_RECORDING, ...own);
  });
}
