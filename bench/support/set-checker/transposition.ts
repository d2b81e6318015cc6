// Detects by how much a track has been transposed: its bass may have moved across the border of the bass
// range.
import { type BandPower, bandPower } from './band-power';
import { type PathPoint, sourceOnPath } from './track-path';

const STEPS_PER_OCTAVE = 60;
/** Three semitones either way; nobody plays music further off its key. */
const MAX_STEPS = 15;
/** Above this a step of the scale is wider than a bin; far above lie mostly noises without a pitch. */
const [LOWEST_HZ, OCTAVES] = [200, 4];
const REQUEST = { fftSize: 32_768, hop: 8192 };
const EDGES = Array.from(
  { length: OCTAVES * STEPS_PER_OCTAVE + 1 },
  (_, i) => LOWEST_HZ * 2 ** (i / STEPS_PER_OCTAVE),
);
/** Partials stand out of what lies within this many steps around them. */
const AROUND_STEPS = 10;

interface Passage {
  readonly signal: Float32Array;
  readonly sampleRate: number;
}

/** Mean log power of every step of the scale, without the slope of the spectrum. */
function partialsOf({ values, bands, frames }: BandPower): number[] {
  const logs = Array.from({ length: bands }, (_, band) => {
    let sum = 0;
    for (let frame = 0; frame < frames; frame++) sum += values[frame * bands + band]!;
    return Math.log(sum + 1e-12);
  });
  return logs.map((value, i) => {
    const around = logs.slice(Math.max(0, i - AROUND_STEPS), i + AROUND_STEPS + 1);
    return value - around.reduce((sum, each) => sum + each, 0) / around.length;
  });
}

/** Correlation of `heard` with `original` read `shift` steps lower. */
function similarity(heard: readonly number[], original: readonly number[], shift: number): number {
  let [product, a, b] = [0, 1e-12, 1e-12];
  for (let i = MAX_STEPS; i < heard.length - MAX_STEPS; i++) {
    const [x, y] = [heard[i]!, original[i - shift]!];
    product += x * y;
    a += x * x;
    b += y * y;
  }
  return product / Math.sqrt(a * b);
}

/** How many times as high as `original` the passage `heard` is; a passage is the same music at any tempo. */
export async function pitchRatio(heard: Passage, original: Passage): Promise<number> {
  const partials = async ({ signal, sampleRate }: Passage) =>
    partialsOf(await bandPower(signal, { ...REQUEST, edges: EDGES, sampleRate }));
  const [a, b] = [await partials(heard), await partials(original)];
  let best = { shift: 0, similarity: similarity(a, b, 0) };
  for (let shift = -MAX_STEPS; shift <= MAX_STEPS; shift++) {
    const found = similarity(a, b, shift);
    if (found > best.similarity) best = { shift, similarity: found };
  }
  return 2 ** (best.shift / STEPS_PER_OCTAVE);
}

/** The same for a track on its path, between two moments of the set in seconds at which it plays alone. */
export function pitchOnPath(
  set: Passage,
  track: Passage,
  path: readonly PathPoint[],
  from: number,
  to: number,
): Promise<number> {
  const cut = ({ signal, sampleRate }: Passage, begin: number, end: number): Passage => {
    const [first, last] = [begin, end].map((at) => Math.max(0, Math.round(at * sampleRate)));
    return { signal: signal.slice(first, last), sampleRate };
  };
  return pitchRatio(cut(set, from, to), cut(track, sourceOnPath(path, from), sourceOnPath(path, to)));
}
