// Finds plain sound in what a header makes loud noise of, at any size of samples.
import { type Judge, MIN_INTEGER_MAGNITUDES, NEARLY_ALL } from './number-kind';
import { formatOf, type SampleFormat } from './pcm-format';
import type { Evidence } from './sample-evidence';
import { ROUGH } from './smoothness';

/** Bytes of other numbers are noise in every channel, evenly spread up to full scale and over many values. */
const MIN_NOISE = 0.35;
const MIN_NOISE_RMS = 0.35;
const MIN_NOISE_PEAK = 0.9;
const MIN_NOISE_VALUES = 128;
/** Sound is predicted in every channel nearly wholly, and leaves room below full scale. */
const MAX_RESIDUAL = 0.1;
const LOUDEST_RMS = 0.6;
const LOUDEST_PEAK = 2;
const MIN_OF_EACH_SIGN = 0.05;
/** The high halves of quieter samples are two values. */
const MIN_WHOLE_PEAK = 2 ** -5;
const HARDLY_ANY = 1e-3;

const isLoudNoise = ({ residual, smoothest, peak, rms, values }: Evidence): boolean =>
  residual > MIN_NOISE &&
  (smoothest ?? 0) > ROUGH &&
  rms > MIN_NOISE_RMS &&
  peak > MIN_NOISE_PEAK &&
  values >= MIN_NOISE_VALUES;

const isPlainSound = (evidence: Evidence): boolean =>
  evidence.roughness !== null &&
  evidence.largestResidual < MAX_RESIDUAL &&
  evidence.rms < LOUDEST_RMS &&
  evidence.peak < LOUDEST_PEAK &&
  evidence.plausible >= NEARLY_ALL &&
  evidence.magnitudes >= MIN_INTEGER_MAGNITUDES &&
  evidence.hasBothSigns &&
  !evidence.isLowBit;

/**
 * Whether unsigned bytes of two channels are the halves of longer samples: the low half is noise in one channel, the
 * high half is full scale or nothing in the other.
 */
const areHalves = ({ kind }: SampleFormat, channels: number, evidence: Evidence): boolean =>
  kind === 'unsigned' &&
  channels === 2 &&
  evidence.largestResidual > MIN_NOISE &&
  evidence.rms > MIN_NOISE_RMS &&
  evidence.values >= MIN_NOISE_VALUES;

/** Sound whose halves these are: its high halves are on both sides of zero, so the bytes are at both ends. */
const isWholeSound = (evidence: Evidence): boolean =>
  isPlainSound(evidence) && evidence.rarerSign > MIN_OF_EACH_SIGN && evidence.peak > MIN_WHOLE_PEAK;

/** Whether floats are all far below what can be heard, though none is zero. */
const areInaudible = ({ kind }: SampleFormat, { plausible, huge }: Evidence): boolean =>
  kind === 'float' && plausible < HARDLY_ANY && huge < HARDLY_ANY;

/** The other formats of a size: floats first, since their bytes make smooth integers as well. */
function formatsOf(bytes: number): SampleFormat[] {
  return (['float', 'integer'] as const).flatMap((kind) =>
    [false, true].flatMap((bigEndian) => {
      // Nobody stores integers of 64 bits.
      const format = kind === 'integer' && bytes === 8 ? null : formatOf(kind, bytes, bigEndian);
      return format ?? [];
    }),
  );
}

/**
 * The format that makes plain sound of bytes which are loud noise or nothing as `format`; the shortest, since longer ones
 * skip samples.
 */
export function plainSound(
  format: SampleFormat,
  { channels, mayDifferInSize }: { readonly channels: number; readonly mayDifferInSize: boolean },
  judge: Judge,
): SampleFormat | null {
  const own = judge(format);
  if (areInaudible(format, own)) {
    const reversed = { ...format, bigEndian: !format.bigEndian };
    return isPlainSound(judge(reversed)) ? reversed : null;
  }
  if (mayDifferInSize && areHalves(format, channels, own)) {
    const whole = formatsOf(2).find((other) => isWholeSound(judge(other)));
    if (whole) return whole;
  }
  if (!isLoudNoise(own)) return null;
  const sizes = mayDifferInSize ? [2, 3, 4, 8] : [format.bytes];
  for (const size of sizes) {
    const found = formatsOf(size).find((other) => isPlainSound(judge(other)));
    if (found) return found;
  }
  return null;
}
