// A mix as the worker renders it, from the stored segments of generated stems, and how far two of them differ.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { SAMPLE_RATE } from '@/audio/units';
import { SEGMENT_SAMPLES } from '@/contract/units';
import type { MixState } from '@/document/schema';
import { renderMix } from '@/workers/render/render-mix';
import { decodeFloats } from '../studio/null-test';
import type { GeneratedStem } from './stems';

export type Stereo = readonly [Float32Array, Float32Array];

/** Renders to a file of 32-bit floats and reads it. */
export async function renderByWorker(
  folder: string,
  stems: readonly GeneratedStem[],
  mix: MixState,
  tailSamples: number,
): Promise<Stereo> {
  const work = await mkdtemp(path.join(tmpdir(), 'isomix-rendered-'));
  const file = path.join(work, 'mix.wav');
  const graph = graphOfMix(
    mix,
    stems.map(({ description }) => description.id),
  );
  const lengthSamples = Math.max(...stems.map(({ description }) => description.lengthSamples));
  const segments = Math.ceil(lengthSamples / SEGMENT_SAMPLES);
  try {
    await renderMix({
      master: graph.master,
      reverb: graph.reverb,
      delay: graph.delay,
      lengthSamples,
      tailSamples,
      sources: stems.map(({ description: { id, headroomBits } }, i) => ({
        name: id,
        files: {
          segments: Array.from({ length: segments }, (_, index) => path.join(folder, id, `${index}.flac`)),
          segmentSamples: SEGMENT_SAMPLES,
          lengthSamples,
        },
        scale: 2 ** headroomBits,
        strip: graph.strips[i]!,
      })),
      sampleRate: SAMPLE_RATE,
      measure: false,
      output: { path: file, format: 'wav', bitDepth: 32 },
    });
    const interleaved = await decodeFloats(await readFile(file));
    const side = (at: number) =>
      Float32Array.from({ length: interleaved.length / 2 }, (_, i) => interleaved[2 * i + at]!);
    return [side(0), side(1)];
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The largest difference between two stereo signals over the length of the second, in dBFS. */
export function residualDb(heard: Stereo, expected: readonly [ArrayLike<number>, ArrayLike<number>]): number {
  let peak = 0;
  for (const side of [0, 1] as const) {
    for (let n = 0; n < expected[side].length; n++) {
      peak = Math.max(peak, Math.abs((heard[side][n] ?? 0) - expected[side][n]!));
    }
  }
  return 20 * Math.log10(peak);
}
