// Songs whose true stems are known: recordings where they are at hand, and a generated one that always is.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';

export const STEMS = ['vocals', 'drums', 'bass', 'other'] as const;
export type StemName = (typeof STEMS)[number];

/** Left and right of each stem, all equally long. */
export type TrueStems = Readonly<Record<StemName, readonly Float32Array[]>>;

export interface Multitrack {
  readonly name: string;
  readonly stems: TrueStems;
}

const RECORDINGS = path.resolve('../shared/fixtures/multitrack');
/** With the second from which on all four stems play. */
const SONGS = [
  { name: 'efr-francium-excerpt', from: 34 },
  { name: 'efr-lithium-excerpt', from: 32 },
];

/** `seconds` of a recording; Infinity for all of it. */
async function loadRecording(name: string, fromS: number, seconds: number): Promise<Multitrack> {
  const from = Number.isFinite(seconds) ? fromS * SAMPLE_RATE : 0;
  const decoded = await Promise.all(
    STEMS.map((stem) =>
      decodeWhole(path.join(RECORDINGS, `${name}.${stem}.opus`), { sampleRate: SAMPLE_RATE, channels: 2 }),
    ),
  );
  const end = Math.min(from + seconds * SAMPLE_RATE, ...decoded.map((planes) => planes[0]!.length));
  const cut = decoded.map((planes) => planes.map((plane) => plane.slice(from, end)));
  return { name, stems: Object.fromEntries(STEMS.map((stem, i) => [stem, cut[i]!])) as unknown as TrueStems };
}

/** A voice with vibrato, noise drums, a walking bass and a chord: enough for figures, not for judging quality. */
function generate(seconds: number): Multitrack {
  const length = Math.round(Math.min(seconds, 30) * SAMPLE_RATE);
  const sines = (hz: readonly number[], t: number) =>
    hz.reduce((sum, f) => sum + Math.sin(2 * Math.PI * f * t), 0);
  const voices: Record<StemName, (t: number) => number> = {
    vocals: (t) =>
      0.06 *
      sines(
        [1, 2, 3, 4, 5].map((n) => n * (330 + Math.sin(t * 0.5))),
        t + 0.0004 * Math.sin(35 * t),
      ),
    drums: (t) => 0.5 * (Math.random() - 0.5) * Math.exp(-18 * (t % 0.5)),
    bass: (t) => 0.25 * sines([[55, 65.4, 73.4, 49][Math.floor(t * 2) % 4]!], t),
    other: (t) => 0.06 * sines([261.6, 329.6, 392], t),
  };
  const render = (voice: (t: number) => number) => {
    const samples = Float32Array.from({ length }, (_, i) => voice(i / SAMPLE_RATE));
    return [samples, samples];
  };
  const stems = Object.fromEntries(STEMS.map((stem) => [stem, render(voices[stem])])) as unknown as TrueStems;
  return { name: 'generated', stems };
}

/** Songs to measure with, cut to `seconds`. Prints why when only the generated one is there. */
export async function loadMultitracks(seconds: number): Promise<Multitrack[]> {
  if (existsSync(RECORDINGS))
    return Promise.all(SONGS.map(({ name, from }) => loadRecording(name, from, seconds)));
  console.log('No recordings with true stems are at hand: measuring with a generated song.');
  return [generate(seconds)];
}

/** The sum of the stems, as left and right. */
export function mixOf(stems: TrueStems): Float32Array[] {
  return [0, 1].map((side) => {
    const sum = new Float32Array(stems.vocals[0]!.length);
    for (const stem of STEMS) for (let i = 0; i < sum.length; i++) sum[i]! += stems[stem][side]![i]!;
    return sum;
  });
}

/** The signal-to-distortion ratio over both channels, in dB; null when the true stem is silent. */
export function globalSdr(truth: readonly Float32Array[], estimate: readonly Float32Array[]): number | null {
  let [signal, distortion] = [0, 0];
  for (const [side, samples] of truth.entries()) {
    for (let i = 0; i < samples.length; i++) {
      signal += samples[i]! ** 2;
      distortion += (samples[i]! - estimate[side]![i]!) ** 2;
    }
  }
  return signal > 0 ? 10 * Math.log10(signal / distortion) : null;
}
