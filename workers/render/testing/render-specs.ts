// What the tests of renders share: sound with beats in a WAV file, and specs around it.
import path from 'node:path';
import { seededRandom } from '@/audio/dither';
import { interleave } from '@/audio/interleave';
import { NEUTRAL_STRIP, type StripSettings } from '@/audio/mix/graph';
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import type { RenderOutput, RenderSource, RenderSpec } from '../render-spec';

/** Noise with two beats a second, so that there is something to limit. */
export function beats(seconds: number, seed = 6): [Float32Array, Float32Array] {
  const random = seededRandom(seed);
  const channel = () =>
    Float32Array.from(
      { length: seconds * SAMPLE_RATE },
      (_, i) => (random() - 0.5) * (i % 22_050 < 1500 ? 1.8 : 0.2),
    );
  return [channel(), channel()];
}

/** Writes stereo floats as a WAV file into `folder` and returns its path. */
export async function writeWav(
  folder: string,
  name: string,
  [left, right]: readonly [Float32Array, Float32Array],
): Promise<string> {
  const file = path.join(folder, `${name}.wav`);
  const format = { format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  await encodeStream({ ...format, path: file }, [interleave(left, right)]);
  return file;
}

export const sourceOf = (file: string, strip: Partial<StripSettings> = {}): RenderSource => ({
  name: path.basename(file),
  files: { audio: file },
  scale: 1,
  strip: { ...NEUTRAL_STRIP, ...strip },
});

/** A render of `sources` to a float WAV file in `folder`, or to whatever `output` says. */
export function specOf(
  folder: string,
  sources: readonly RenderSource[],
  changes: Partial<Omit<RenderSpec, 'output'>> = {},
  output: Partial<RenderOutput> = {},
): RenderSpec {
  const format = output.format ?? 'wav';
  return {
    sources,
    master: { gainDb: 0 },
    sampleRate: SAMPLE_RATE,
    lengthSamples: null,
    ...changes,
    output: { path: path.join(folder, `out.${format}`), bitDepth: 32, ...output, format },
  };
}

export const decodeStereo = (file: string, sampleRate: number = SAMPLE_RATE): Promise<Float32Array[]> =>
  decodeWhole(file, { sampleRate, channels: 2 });

/** The largest difference between two signals. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    max = Math.max(max, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  }
  return max;
}
