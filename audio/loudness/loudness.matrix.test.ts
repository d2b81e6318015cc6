// The loudness meter against signals whose figures are known, generated and from the EBU.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { thinned } from '@/contract/testing/thinned';
import { dbToGain } from '../units';
import { kWeighting } from './k-weighting';
import { LoudnessMeter, measureLoudness } from './loudness-meter';
import {
  KNOWN_LUFS,
  KNOWN_RANGES,
  KNOWN_RATE,
  LUFS_TOLERANCE,
  PEAK_TOLERANCE,
  PEAK_TONE_DBTP,
  PEAK_TONES,
  peakTone,
  RANGE_TOLERANCE,
} from './testing/known-signals';

/** A sine of `seconds` whose peak lies at `dbfs`. */
function sine(seconds: number, hz: number, dbfs: number, rate = 44_100, phase = 0): Float64Array {
  const peak = dbToGain(dbfs);
  return Float64Array.from(
    { length: seconds * rate },
    (_, i) => peak * Math.sin((2 * Math.PI * hz * i) / rate + phase),
  );
}

const join = (...parts: Float64Array[]) => Float64Array.from(parts.flatMap((part) => [...part]));

describe('LoudnessMeter', () => {
  it('has the filters that BS.1770 prints for 48 kHz', () => {
    const [shelf, highPass] = kWeighting(48_000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 9);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 9);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 9);
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, 9);
    expect(highPass.a2).toBeCloseTo(0.99007225036621, 9);
  });

  it.each([44_100, 48_000, 96_000])(
    'reads a stereo sine of 997 Hz at -23 dBFS as -23 LUFS at %i Hz',
    (rate) => {
      const tone = sine(4, 997, -23, rate);
      const meter = new LoudnessMeter(rate);
      meter.process(tone, tone, tone.length);
      expect(meter.momentaryLufs).toBeCloseTo(-23, 1);
      expect(meter.shortTermLufs).toBeCloseTo(-23, 1);
      expect(meter.integratedLufs).toBeCloseTo(-23, 1);
      expect(meter.rangeLu).toBeCloseTo(0, 1);
    },
  );

  it('measures one channel 3 dB softer than two', () => {
    const tone = sine(2, 997, -20);
    expect(measureLoudness(tone, new Float64Array(tone.length)).integratedLufs).toBeCloseTo(-23.01, 1);
  });

  it('leaves out what the gates leave out', () => {
    const programme = join(sine(10, 997, -36), sine(20, 997, -23), sine(10, 997, -36));
    expect(measureLoudness(programme, programme).integratedLufs).toBeCloseTo(-23.06, 1);
  });

  it('measures the range between soft and loud passages', () => {
    const programme = join(sine(15, 997, -20), sine(15, 997, -30));
    expect(Math.abs(measureLoudness(programme, programme).rangeLu - 10)).toBeLessThan(0.2);
  });

  it('measures silence as minus infinity, with a range of 0 LU', () => {
    const silence = new Float32Array(44_100);
    expect(measureLoudness(silence, silence)).toEqual({
      integratedLufs: -Infinity,
      rangeLu: 0,
      truePeakDbtp: -Infinity,
    });
  });

  it('measures alike in blocks of any size, and again after a reset', () => {
    const [left, right] = [sine(4, 440, -6), sine(4, 3000, -9)];
    const meter = new LoudnessMeter();
    for (let round = 0; round < 2; round++) {
      meter.reset();
      for (let at = 0; at < left.length; at += 1013) {
        const to = Math.min(left.length, at + 1013);
        meter.process(left.subarray(at, to), right.subarray(at, to), to - at);
      }
      meter.finish();
      expect(meter.read()).toEqual(measureLoudness(left, right));
    }
  });

  it.each(PEAK_TONES)('finds the peak of %d Hz between its samples', (hz, phase) => {
    const tone = peakTone(hz, phase);
    const error = measureLoudness(tone, new Float64Array(tone.length)).truePeakDbtp - PEAK_TONE_DBTP;
    expect(error).toBeLessThan(PEAK_TOLERANCE.above);
    expect(error).toBeGreaterThan(-PEAK_TOLERANCE.below);
  });

  it('finds a peak in the very last samples', () => {
    const click = new Float64Array(500);
    click[499] = 0.5;
    expect(measureLoudness(click, click).truePeakDbtp).toBeCloseTo(-6.02, 1);
  });
});

const EBU = path.resolve('../shared/reference/ebu');
function measureFile(name: string) {
  const args = ['-v', 'error', '-i', path.join(EBU, `${name}.flac`), '-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 2 ** 28 });
  const interleaved = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const channel = (side: number) =>
    Float32Array.from({ length: interleaved.length / 2 }, (_, i) => interleaved[2 * i + side]!);
  return measureLoudness(channel(0), channel(1), KNOWN_RATE);
}

const isHere = existsSync(EBU);
if (!isHere) console.warn('The EBU test signals are not at hand: measured generated signals only.');

describe.skipIf(!isHere)('the signals of EBU Tech 3341 and 3342', () => {
  it.each(thinned(Object.entries(KNOWN_LUFS), 3))('%s has %d LUFS', (name, lufs) => {
    expect(Math.abs(measureFile(name).integratedLufs - lufs)).toBeLessThanOrEqual(LUFS_TOLERANCE);
  });

  it.each(thinned(Object.entries(KNOWN_RANGES), 3))('%s has a range of %d LU', (name, lu) => {
    expect(Math.abs(measureFile(name).rangeLu - lu)).toBeLessThanOrEqual(RANGE_TOLERANCE);
  });
});
