// Signals whose loudness, range or true peak is known, for tests and benchmarks.
import { dbToGain } from '../../units';

/** Integrated loudness of signals of EBU Tech 3341 and of calibration tones, by file, in LUFS. */
export const KNOWN_LUFS: Readonly<Record<string, number>> = {
  '1kHz_sine_-20LUFS-16bit': -20,
  '1kHz_sine_-26LUFS-16bit': -26,
  '1kHz_sine_-40LUFS-16bit': -40,
  'seq-3341-1-16bit': -23,
  'seq-3341-2-16bit': -33,
  'seq-3341-3-16bit-v02': -23,
  'seq-3341-4-16bit-v02': -23,
  'seq-3341-5-16bit-v02': -23,
  'seq-3341-7_seq-3342-5-16bit': -23,
};
export const LUFS_TOLERANCE = 0.1;

/** Loudness range of signals of EBU Tech 3342, by file, in LU. */
export const KNOWN_RANGES: Readonly<Record<string, number>> = {
  'seq-3342-1-16bit': 10,
  'seq-3342-2-16bit': 5,
  'seq-3342-3-16bit': 20,
  'seq-3342-4-16bit': 15,
  'seq-3341-7_seq-3342-5-16bit': 5,
};
export const RANGE_TOLERANCE = 1;
/** Of the signals above, in Hz. */
export const KNOWN_RATE = 48_000;

/** Tones at -6 dBTP by frequency in Hz and phase: their samples miss the peak by up to 3 dB. */
export const PEAK_TONES: readonly (readonly [hz: number, phase: number])[] = [
  [44_100 / 4, Math.PI / 4],
  [44_100 / 6, Math.PI / 3],
  [44_100 / 8, Math.PI / 8],
  [997, 0.1],
  [15_111, 1],
  [18_333, 2],
  [20_000, 0.5],
];
export const PEAK_TONE_DBTP = -6;
/** How far EBU Tech 3341 lets a meter read below and above a true peak, in dB. */
export const PEAK_TOLERANCE = { below: 0.4, above: 0.2 } as const;

/** Half a second of a tone, faded in and out, because the start of a sine out of nothing truly overshoots. */
export function peakTone(hz: number, phase: number, rate = 44_100): Float64Array {
  const peak = dbToGain(PEAK_TONE_DBTP);
  const length = rate / 2;
  return Float64Array.from({ length }, (_, i) => {
    const tone = Math.sin((2 * Math.PI * hz * i) / rate + phase);
    return peak * tone * Math.sin((Math.PI * i) / length) ** 2;
  });
}
