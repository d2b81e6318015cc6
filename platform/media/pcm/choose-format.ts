// Decides how the samples of an uncompressed file are stored, where its header is wrong or contradicts itself.
import { UnusableAudioError } from '../errors';
import {
  isAbsurd,
  isFloat,
  type Judge,
  MIN_INTEGER_MAGNITUDES,
  NEARLY_ALL,
  ofRightKind,
} from './number-kind';
import { ffmpegFormat, formatOf, type PcmDeclaration, type SampleFormat } from './pcm-format';
import { plainSound } from './plain-sound';
import { type Evidence, evidenceFor } from './sample-evidence';
import { isConfirmed, lengthsOf, shorterOrder } from './shorter-format';
import { MAX_NOISE, ROUGH, SMOOTH, SMOOTHER } from './smoothness';

/** Below this the upper half of an integer contains hardly more than its sign, which looks smooth. */
const MIN_UPPER_HALF = 2 ** -8;
/** Noise that is the same on both sides is near 0.5 where its samples follow each other. */
const ROUGH_PAIRS = 0.42;
/** Noise that is repeated, in equal channels or at half the rate, is as smooth as sound, but 0.44 of it is not predicted. */
const MAX_NEW_OF_HALF = 0.3;
/** How much smoother one of several readings must be that fields of the header ask for. */
const FAR_SMOOTHER = 5;
/** Sound has more powers of two among its sizes than a constant. */
const MIN_SOUND_MAGNITUDES = 4;
/** With more channels than are looked at, samples of another size may be those of one smooth channel alone. */
const MAX_CHANNELS_OF_WRONG_SIZE = 2;

/**
 * Samples of this many times the size contain every fourth sample of a channel: with them a tone near a
 * quarter of the sample rate is as smooth as a low one, and without them it is rough.
 */
const TOO_MANY_TIMES = 4;

/** What is predicted so far by the samples before is sound in at least one channel, however high its tones are. */
const SOUND = 0.5;
/** Quiet sound in the wrong order of bytes is loud noise, and the other order is this quiet only where it is the right one. */
const QUIET = 2 ** -4;
const LOUD = 0.5;
const MIN_QUIET_VALUES = 16;
const MIN_OF_EACH_SIGN = 0.05;
const MIN_VALUES_OF_EACH_SIGN = 4;
const MAX_TIMES_ROUGHER = 1.1;

/** Fewer frames, 0.1 s at 44.1 kHz, are too little to doubt the header. */
const MIN_FRAMES = 4_096;
/** Bytes of sound have more powers of two among their sizes than patterns. */
const MIN_BYTE_MAGNITUDES = 6;

const roughness = (evidence: Evidence): number => evidence.roughness ?? 0;

/** Whether no channel contains sound: each is as unpredictable in every sample as noise. */
const isNoise = ({ residual, smoothest }: Evidence): boolean => residual > SOUND && (smoothest ?? 0) > ROUGH;

const otherSign = (format: SampleFormat): SampleFormat => ({
  ...format,
  kind: format.kind === 'signed' ? 'unsigned' : 'signed',
});

const isInteger = ({ kind }: SampleFormat): boolean => kind !== 'float';

/**
 * Whether integers are loud noise as they are and quiet sound in the other order: their last bytes say no more than
 * that small numbers are positive or negative.
 */
function isQuietReversed(reversed: Evidence, own: Evidence): boolean {
  const isQuiet = reversed.peak < QUIET && own.peak > LOUD;
  if (!isQuiet || reversed.values < MIN_QUIET_VALUES || reversed.rarerSign < MIN_OF_EACH_SIGN) return false;
  // Clipped samples of few bits are near zero as well, those below it all of one value.
  if (reversed.valuesOfRarerSign < MIN_VALUES_OF_EACH_SIGN) return false;
  return roughness(reversed) < MAX_TIMES_ROUGHER * roughness(own);
}

/** Whether bytes of the other sign are far smoother in every channel. */
const isSmootherInAll = (other: Evidence, own: Evidence): boolean =>
  other.magnitudes >= MIN_BYTE_MAGNITUDES &&
  other.roughest !== null &&
  other.roughest < Math.min(SMOOTH, (own.smoothest ?? 0) / SMOOTHER);

/** What the same bytes could be instead: the other order of bytes, the other sign of single ones, another size. */
function alternatives(format: SampleFormat, mayDifferInSize: boolean): SampleFormat[] {
  const { bytes, bigEndian } = format;
  const sizes = mayDifferInSize ? [2, 3, 4, 8] : [];
  const others = sizes
    .filter((size) => size !== bytes && size < TOO_MANY_TIMES * bytes)
    .flatMap((size) => formatOf(isInteger(format) ? 'integer' : 'float', size, bigEndian) ?? []);
  others.push(bytes === 1 ? otherSign(format) : { ...format, bigEndian: !bigEndian });
  return others;
}

/** Whether samples move like sound. A constant beside noise is a constant of longer samples, whose last bits are noise. */
const mayBeSound = (evidence: Evidence): boolean =>
  evidence.plausible >= NEARLY_ALL &&
  evidence.roughness !== null &&
  !evidence.isLowBit &&
  evidence.magnitudes >= MIN_SOUND_MAGNITUDES;

/** Whether `other` makes sound of what `own` makes noise of. */
function isFarSmoother(other: Evidence, own: Evidence, timesAsLong: number): boolean {
  if (!mayBeSound(other)) return false;
  // Floats of absurd sizes are no sound, however smooth.
  const isNoSound = isAbsurd(own);
  if (isNoSound && other.magnitudes < MIN_INTEGER_MAGNITUDES) return false;
  const rough = isNoSound ? 1 : roughness(own);
  // Longer samples may be those of one smooth channel alone; shorter ones mix all bytes.
  const ownRoughness = timesAsLong < 1 ? roughness(own) : (own.smoothest ?? 0);
  // A tone near half the sample rate in one channel is a low one in every other sample of it.
  const roughest = timesAsLong > 1 ? (own.roughest ?? ownRoughness) : ownRoughness;
  const isNoiseAsItIs = ownRoughness > ROUGH && roughest < MAX_NOISE;
  // Halves of samples may follow each other in a pattern that is predicted, though they are no sound.
  const mayBePredicted = timesAsLong < 1 || timesAsLong === 2;
  const isRough = isNoSound || (isNoiseAsItIs && (mayBePredicted || own.residual > SOUND));
  return isRough && roughness(other) < Math.min(SMOOTH, rough / SMOOTHER);
}

/**
 * Whether two samples were read as one: its lower half is the sample before, not bits of little weight, which are noise
 * or silence in one channel or make all of them rough, wherever the sound is not too quiet to fill more than the lower half.
 */
const isHalf = (other: Evidence, own: Evidence): boolean =>
  !other.isLowBit &&
  own.peak >= MIN_UPPER_HALF &&
  other.roughest !== null &&
  other.roughest < SMOOTH &&
  other.largestResidual < MAX_NEW_OF_HALF &&
  other.roughestWindow < ROUGH_PAIRS;

/** Whether the samples are those of `other` rather than of `own`. */
function isRather(other: SampleFormat, own: SampleFormat, judge: Judge): boolean {
  const [asOther, asOwn] = [judge(other), judge(own)];
  if (other.bytes === 1) return isSmootherInAll(asOther, asOwn);
  if (isInteger(own) && isInteger(other) && other.bytes * 2 === own.bytes && isHalf(asOther, asOwn))
    return true;
  // Floats are known whatever size and order of bytes is declared.
  if (isInteger(own) && !isInteger(other) && isFloat(asOther, asOwn)) return true;
  // Nobody stores integers of 64 bits, but two channels make smooth ones of noise beside a tone.
  if (isInteger(other) && other.bytes === 8 && own.bytes < 8) return false;
  return isFarSmoother(asOther, asOwn, other.bytes / own.bytes);
}

/** What the samples prove even where they are too few values to be sound of their own. */
function proven(format: SampleFormat, judge: Judge): SampleFormat | null {
  if (!isInteger(format) || format.bytes === 8) return null;
  const own = judge(format);
  // Bytes are signed in AIFF and unsigned in WAV; nobody stores longer integers without a sign.
  if (format.bytes === 1) return own.hasJumpsOfSign ? otherSign(format) : null;
  const reversed = { ...format, bigEndian: !format.bigEndian };
  return isQuietReversed(judge(reversed), own) ? reversed : null;
}

/** The format itself, or another that makes sound of bytes which it makes noise of. */
function corrected(
  format: SampleFormat,
  channels: number,
  mayDifferInSize: boolean,
  judge: Judge,
): SampleFormat {
  const certain = plainSound(format, { channels, mayDifferInSize }, judge) ?? proven(format, judge);
  if (certain) return certain;
  const own = ofRightKind(format, mayDifferInSize, judge);
  const asDeclared = judge(own);
  // Clicks and patterns of a few values are rough as they are; in one byte there are no more.
  const saysNothing = asDeclared.isLowBit && own.bytes > 1;
  if (asDeclared.roughness === null || saysNothing) return own;
  const isSmoothFloat = !isInteger(own) && asDeclared.roughness < ROUGH && !isAbsurd(asDeclared);
  if (isSmoothFloat && (asDeclared.smoothest ?? 0) < ROUGH) return own;
  const kinds = own.kind === format.kind ? [own] : [format, own];
  const others = kinds
    .flatMap((kind) => alternatives(kind, mayDifferInSize))
    .map((other) => ofRightKind(other, mayDifferInSize, judge))
    .filter((other) => isRather(other, own, judge))
    .sort((a, b) => a.bytes - b.bytes || roughness(judge(a)) - roughness(judge(b)));
  // Samples that are made of several are smooth as well, so the declared size comes first and then the shortest.
  return others.find(({ bytes }) => bytes === own.bytes) ?? others[0] ?? own;
}

/**
 * The format of the samples in `windows`, which begin with a whole frame of every format that the header can
 * mean.
 * @throws UnusableAudioError when the header contradicts itself and the samples do not resolve it
 */
export function chooseFormat(declared: PcmDeclaration, windows: readonly Buffer[]): SampleFormat {
  const known = new Map<string, Evidence>();
  const judge: Judge = (format) => {
    const name = ffmpegFormat(format);
    const evidence = known.get(name) ?? evidenceFor(windows, declared.channels, format);
    known.set(name, evidence);
    return evidence;
  };
  // Where the header names several sizes, the right one is among them; where its frames confirm one, that is right.
  const mayDifferInSize =
    declared.formats.length === 1 &&
    !declared.isSizeCounted &&
    declared.channels <= MAX_CHANNELS_OF_WRONG_SIZE;
  const lengthOf = lengthsOf(windows, declared.channels);
  const formats = declared.formats.map((format) => {
    if (declared.dataBytes < MIN_FRAMES * declared.channels * format.bytes) return format;
    const other = corrected(format, declared.channels, mayDifferInSize, judge);
    if (ffmpegFormat(other) === ffmpegFormat(format)) return shorterOrder(format, judge, lengthOf) ?? format;
    return isConfirmed(other, format, judge, lengthOf) ? other : format;
  });
  const [first] = formats as [SampleFormat, ...SampleFormat[]];
  if (formats.length === 1) return first;
  const byRoughness = [...formats].sort((a, b) => roughness(judge(a)) - roughness(judge(b)));
  const [best, next] = byRoughness as [SampleFormat, SampleFormat];
  const isClear = roughness(judge(best)) * FAR_SMOOTHER < roughness(judge(next));
  // A size by the number of frames is given up for another only where it makes noise alone.
  const mayBeBest = best === first || !declared.isSizeCounted || isNoise(judge(first));
  if (isClear && mayBeBest && roughness(judge(best)) < ROUGH) return best;
  if (declared.hasMajority || judge(first).roughness === null) return first;
  throw new UnusableAudioError('The file contradicts itself about how its samples are stored.');
}
