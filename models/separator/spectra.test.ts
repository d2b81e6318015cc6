// Checks the network's spectrograms: their layout, their scale and the way back.
import { expect, it } from 'vitest';
import { htdemucsManifest } from '../testing/htdemucs';
import { createHybridSpectra } from './spectra';

const manifest = { ...htdemucsManifest(), stems: ['everything'] };
const { segmentSamples, spectrogram } = manifest;
const PLANE = spectrogram.bins * spectrogram.frames;

it('leads a segment into the network and back, unchanged', async () => {
  const spectra = await createHybridSpectra(manifest);
  const wave = Float32Array.from(
    { length: 2 * segmentSamples },
    (_, i) => Math.sin(i * 0.05 + (i >= segmentSamples ? 1 : 0)) * Math.cos(i * 0.0003),
  );
  const planes = new Float32Array(4 * PLANE);
  spectra.analyse(wave, planes);
  const back = new Float32Array(2 * segmentSamples);
  spectra.addSynthesis(planes, back);
  let worst = 0;
  // The frames beyond the segment's ends are not kept, so the first and last window are only partly covered.
  for (let channel = 0; channel < 2; channel++) {
    for (let i = 4096; i < segmentSamples - 4096; i++) {
      const at = channel * segmentSamples + i;
      worst = Math.max(worst, Math.abs(back[at]! - wave[at]!));
    }
  }
  expect(worst).toBeLessThan(1e-5);
});

it('puts a tone of the right channel where the network looks for it', async () => {
  const spectra = await createHybridSpectra(manifest);
  const bin = 100;
  const wave = new Float32Array(2 * segmentSamples);
  for (let i = 0; i < segmentSamples; i++) {
    wave[segmentSamples + i] = Math.cos((2 * Math.PI * bin * i) / spectrogram.fftSize);
  }
  const planes = new Float32Array(4 * PLANE);
  spectra.analyse(wave, planes);
  const at = (plane: number, frame: number) => planes[plane * PLANE + bin * spectrogram.frames + frame]!;
  expect(planes.subarray(0, 2 * PLANE).every((value) => value === 0)).toBe(true);
  // Half the amplitude times the window's mean of 1/2 times the root of the size; the tone turns from hop to hop.
  expect(Math.hypot(at(2, 50), at(3, 50))).toBeCloseTo(Math.sqrt(spectrogram.fftSize) / 4, 3);
  const turn = Math.atan2(at(3, 51), at(2, 51)) - Math.atan2(at(3, 50), at(2, 50));
  expect(Math.cos(turn - (2 * Math.PI * bin * spectrogram.hop) / spectrogram.fftSize)).toBeCloseTo(1, 5);
});
