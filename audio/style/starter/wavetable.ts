// One cycle of a steady tone, built from its harmonics and read at any pitch.

const SIZE = 4096;

/**
 * Builds one cycle.
 * @param partials how strong the harmonic of this number is; 0 leaves it out
 * @param highest number of the last harmonic, at most what fits below half the sample rate
 */
export function makeCycle(partials: (harmonic: number) => number, highest: number): Float32Array {
  const cycle = new Float32Array(SIZE + 1);
  for (let harmonic = 1; harmonic <= highest; harmonic++) {
    const strength = partials(harmonic);
    if (strength === 0) continue;
    for (let i = 0; i <= SIZE; i++) {
      cycle[i]! += strength * Math.sin((2 * Math.PI * ((harmonic * i) % SIZE)) / SIZE);
    }
  }
  return cycle;
}

/** The value of a cycle at a phase in whole turns, interpolated. */
export function readCycle(cycle: Float32Array, turns: number): number {
  const position = (turns - Math.floor(turns)) * SIZE;
  const index = Math.floor(position);
  const below = cycle[index]!;
  return below + (cycle[index + 1]! - below) * (position - index);
}

/** How many harmonics of a tone fit below `limitHz`. */
export const harmonicsBelow = (hz: number, limitHz: number): number => Math.max(1, Math.floor(limitHz / hz));
