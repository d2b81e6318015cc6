// Checks the separator's arithmetic with a network that returns its input, so every sample is known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SegmentBuffers, SegmentModel } from '../inference/segment-model';
import { type ModelManifest, modelManifestSchema } from '../manifest';
import { listBuiltInModels } from '../registry';
import { mixInMemory } from './mix-source';
import { type SeparationProgress, secondsLeft, separate } from './separate';

const SEGMENT = 1000;
const manifest: ModelManifest = modelManifestSchema.parse({
  ...listBuiltInModels()[0]!,
  stems: ['drums', 'bass'],
  segmentSamples: SEGMENT,
  spectrogram: { fftSize: 256, hop: 64, bins: 128, frames: 16 },
});

/** Answers a quarter of the mix as drums and three quarters as bass, nothing in the spectra; counts its runs. */
class EchoModel implements SegmentModel {
  readonly manifest = manifest;
  readonly provider = 'cpu';
  runs = 0;

  async run(buffers: SegmentBuffers): Promise<SegmentBuffers> {
    this.runs++;
    const { waveform, stemWaveforms } = buffers;
    buffers.stemSpectrograms.fill(0);
    for (let i = 0; i < waveform.length; i++) {
      stemWaveforms[i] = waveform[i]! / 4;
      stemWaveforms[waveform.length + i] = (waveform[i]! * 3) / 4;
    }
    return buffers;
  }

  async close(): Promise<void> {}
}

async function separateWhole(model: SegmentModel, channels: Float32Array[]): Promise<Float32Array[][]> {
  const length = channels[0]!.length;
  const stems = manifest.stems.map(() => [new Float32Array(length), new Float32Array(length)]);
  let position = 0;
  for await (const region of separate(model, mixInMemory(channels))) {
    expect(region.start).toBe(position);
    for (const [stem, sides] of region.stems.entries()) {
      for (const [side, samples] of sides.entries()) stems[stem]![side]!.set(samples, position);
    }
    position += region.length;
  }
  expect(position).toBe(length);
  return stems;
}

const audio = (length: number) =>
  fc.float32Array({ minLength: length, maxLength: length, min: -3, max: 3, noNaN: true });

describe('separate', () => {
  it('is exactly as long as the mix, aligned, at its level, for any length and level', async () => {
    const song = fc.integer({ min: 1, max: 4000 }).chain((n) => fc.tuple(audio(n), audio(n)));
    await fc.assert(
      fc.asyncProperty(song, async ([left, right]) => {
        const [drums, bass] = await separateWhole(new EchoModel(), [left, right]);
        for (const [side, channel] of [left, right].entries()) {
          for (let i = 0; i < channel.length; i++) {
            const sum = drums![side]![i]! + bass![side]![i]!;
            // A constant song has no deviation: only what both channels share of it comes back.
            if (left.length > 1) expect(Math.abs(sum - channel[i]!)).toBeLessThan(1e-4);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('answers silence and a constant without running the network', async () => {
    const model = new EchoModel();
    const [drums] = await separateWhole(model, [new Float32Array(2500)]);
    expect(drums![0]!.every((x) => x === 0)).toBe(true);
    const [, bass] = await separateWhole(model, [new Float32Array(2500).fill(0.5)]);
    expect(bass![1]!.every((x) => x === 0.25)).toBe(true);
    expect(model.runs).toBe(0);
  });

  it('takes one sample, mono, and samples that are no numbers', async () => {
    const [drums, bass] = await separateWhole(new EchoModel(), [Float32Array.of(0.8)]);
    expect(drums![0]![0]! + bass![1]![0]!).toBeCloseTo(0.8);
    const broken = Float32Array.from({ length: 1500 }, (_, i) => Math.sin(i));
    broken.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 700);
    const [left] = (await separateWhole(new EchoModel(), [broken]))[0]!;
    expect(left!.every(Number.isFinite)).toBe(true);
    // The stems share the small constant offset evenly, not by quarters.
    expect(left![699]! * 4).toBeCloseTo(Math.sin(699), 1);
  });

  it('separates channels of opposite polarity as it does those in phase', async () => {
    /** Answers only what both channels share, as a network that knows centred voices does. */
    class CentreModel extends EchoModel {
      override async run(buffers: SegmentBuffers): Promise<SegmentBuffers> {
        const { waveform, stemWaveforms } = buffers;
        const half = waveform.length / 2;
        buffers.stemSpectrograms.fill(0);
        stemWaveforms.fill(0);
        for (let i = 0; i < waveform.length; i++)
          stemWaveforms[i] = (waveform[i % half]! + waveform[half + (i % half)]!) / 2;
        return buffers;
      }
    }
    const left = Float32Array.from({ length: 3400 }, (_, i) => 0.4 * Math.sin(i / 3));
    // In phase first, of opposite polarity after that.
    const right = left.map((sample, i) => (i < 1200 ? sample : -sample));
    const late = (channel: Float32Array) => channel.subarray(2300);
    const [inverted] = await separateWhole(new CentreModel(), [left, left.map((sample) => -sample)]);
    const [passage] = await separateWhole(new CentreModel(), [left, right]);
    for (let i = 0; i < left.length; i++) {
      expect(inverted![0]![i]!).toBeCloseTo(left[i]!, 3);
      expect(inverted![1]![i]!).toBeCloseTo(-left[i]!, 3);
    }
    late(passage![1]!).forEach((sample, i) => {
      expect(sample).toBeCloseTo(-late(left)[i]!, 2);
    });
  });

  it('reports its progress', async () => {
    const told: SeparationProgress[] = [];
    const mix = mixInMemory([Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i))]);
    for await (const _ of separate(new EchoModel(), mix, { onProgress: (p) => told.push(p) }));
    expect(told.map((p) => p.segmentsDone)).toEqual([1, 2, 3, 4]);
    expect(told.at(-1)).toMatchObject({ segments: 4, etaS: 0 });
  });

  it('foretells the rest by the segments after the first, which warmed the model up', () => {
    expect(secondsLeft(0, [9_000], 10)).toBe(81);
    expect(secondsLeft(0, [9_000, 11_000], 10)).toBe(16);
    expect(secondsLeft(0, [9_000, 11_000, 15_000], 10)).toBe(21);
    expect(secondsLeft(0, [9_000, 11_000], 2)).toBe(0);
  });

  it('stops within one segment when it is aborted', async () => {
    const model = new EchoModel();
    const controller = new AbortController();
    const mix = mixInMemory([Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i))]);
    const regions = separate(model, mix, { signal: controller.signal });
    await regions.next();
    controller.abort(new Error('enough'));
    await expect(regions.next()).rejects.toThrow('enough');
    expect(model.runs).toBe(2);
  });
});
