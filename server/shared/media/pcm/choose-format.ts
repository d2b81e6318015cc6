// Decides how the samples of an uncompressed file are stored, where its header is wrong or contradicts itself.
import { UnusableAudioError } from '../errors';
import { ffmpegFormat, formatOf, type PcmDeclaration, type SampleFormat } from './pcm-format';
import { type Evidence, evidenceFor } from './sample-evidence';

/** Music that is read as it was written stays below; noise and cymbals alone may lie above. */
const ROUGH = 0.6;
/** Bytes that are read wrongly are noise, near 1; a tone close to half the sample rate is near 2. */
const NOISE_AT_MOST = 1.3;
/**
 * How much smoother another reading must be, and how smooth at most, to be believed against the whole header. Dense
 * music is near 0.23 as it was written and 0.99 in the wrong order of bytes; noise is near 1 in both.
 */
const SMOOTHER = 2.5;
const SMOOTH = 0.35;
/** The same of bytes with the wrong sign: they jump where the sound crosses zero, and hardly ever lie near it. */
const SMOOTHER_BY_SIGN = 1.5;
const MOST_SIGN_MAGNITUDES = 3;
const LEAST_SIGN_MAGNITUDES = 6;
/** How much smoother one of several readings must be that fields of the header ask for. */
const FAR_SMOOTHER = 5;
/** Floats of sound have sizes over many powers of two; integers read as floats hardly ever fall among them. */
const NEARLY_ALL = 0.999;
const LEAST_MAGNITUDES = 4;
/** Integers of sound have at least as many; absurd floats that are read as integers have not. */
const LEAST_INTEGER_MAGNITUDES = 8;
/** The same of sound of few bits. Its floats are integers far from zero without exception, which sound never is. */
const LEAST_LOW_BIT_MAGNITUDES = 3;
const FAR_FROM_ZERO = -2;
/** Integers that are read as floats have sizes all over what a float can be. */
const MOST_ARE_ABSURD = 0.5;
/** So are floats of the other size, in part: half of each are bits of no weight. */
const MANY_ARE_ABSURD = 0.95;
/** With more channels than are looked at, samples of another size may be those of one smooth channel alone. */
const MOST_CHANNELS_OF_WRONG_SIZE = 2;

type Judge = (format: SampleFormat) => Evidence;

const roughness = (evidence: Evidence): number => evidence.roughness ?? 0;

/** What the same bytes could be instead: the other sign, the other order of bytes, another size. */
function alternatives(format: SampleFormat, mayDifferInSize: boolean): SampleFormat[] {
  const { kind, bytes, bigEndian } = format;
  const sizes = mayDifferInSize ? [2, 3, 4, 8] : [];
  const others = sizes
    .filter((size) => size !== bytes)
    .flatMap((size) => formatOf(kind === 'float' ? 'float' : 'integer', size, bigEndian) ?? []);
  if (bytes === 1) return [{ ...format, kind: kind === 'signed' ? 'unsigned' : 'signed' }, ...others];
  return [{ ...format, bigEndian: !bigEndian }, ...others];
}

/** Whether bytes that are declared as integers are floats: nearly all of them have the size of sound. */
function isFloat(evidence: Evidence, asInteger?: Evidence): boolean {
  if (evidence.plausible < NEARLY_ALL) return false;
  if (evidence.magnitudes >= LEAST_MAGNITUDES) return true;
  const isFarFromZero = asInteger !== undefined && asInteger.quietest >= FAR_FROM_ZERO;
  return isFarFromZero && evidence.isLowBit && evidence.magnitudes >= LEAST_LOW_BIT_MAGNITUDES;
}

/** Integers or floats, whatever the header says; one of the two is all but impossible for the same bytes. */
function ofRightKind(format: SampleFormat, judge: Judge): SampleFormat {
  const { kind, bytes, bigEndian } = format;
  if (bytes !== 4 && bytes !== 8) return format;
  const [float, integer] = [formatOf('float', bytes, bigEndian), formatOf('integer', bytes, bigEndian)];
  const otherSize = formatOf('float', 12 - bytes, bigEndian);
  if (!float || !integer || !otherSize) return format;
  const asFloat = judge(float);
  if (kind === 'signed') return isFloat(asFloat, judge(integer)) ? float : format;
  if (asFloat.plausible < MANY_ARE_ABSURD && isFloat(judge(otherSize))) return otherSize;
  if (asFloat.plausible >= MOST_ARE_ABSURD) return format;
  // Floats far beyond full scale, read as integers, have all but no small values among many.
  const { magnitudes: sizes, isLowBit } = judge(integer);
  const isSound = sizes >= (isLowBit ? LEAST_LOW_BIT_MAGNITUDES : LEAST_INTEGER_MAGNITUDES);
  return isSound ? integer : format;
}

/** How two readings of the same bytes differ. */
interface Difference {
  readonly isOfOneByte: boolean;
  readonly isShorter: boolean;
}

/** Whether `other` makes sound of what `own` makes noise of. */
function isFarSmoother(other: Evidence, own: Evidence, difference: Difference): boolean {
  if (other.plausible < NEARLY_ALL || other.roughness === null) return false;
  // Floats of absurd sizes are no sound, however smooth.
  const isAbsurd = own.plausible < MOST_ARE_ABSURD;
  if (isAbsurd && other.magnitudes < LEAST_INTEGER_MAGNITUDES) return false;
  const rough = isAbsurd ? 1 : roughness(own);
  const isSign =
    difference.isOfOneByte &&
    own.magnitudes <= MOST_SIGN_MAGNITUDES &&
    other.magnitudes >= LEAST_SIGN_MAGNITUDES;
  if (isSign) return roughness(other) * SMOOTHER_BY_SIGN < rough;
  // Longer samples may be those of one smooth channel alone; shorter ones mix all bytes.
  const ownRoughness = difference.isShorter ? roughness(own) : (own.smoothest ?? 0);
  const isRough = isAbsurd || (ownRoughness > ROUGH && ownRoughness < NOISE_AT_MOST);
  return isRough && roughness(other) < Math.min(SMOOTH, rough / SMOOTHER);
}

/** The format itself, or another that makes sound of bytes which it makes noise of. */
function corrected(format: SampleFormat, mayDifferInSize: boolean, judge: Judge): SampleFormat {
  const kinds = [format, ...alternatives(format, mayDifferInSize)].map((other) => ofRightKind(other, judge));
  const [own, ...others] = kinds as [SampleFormat, ...SampleFormat[]];
  const asDeclared = judge(own);
  // Clicks and patterns of a few values are rough as they are; in one byte there are no more.
  const saysNothing = asDeclared.isLowBit && own.bytes > 1;
  if (asDeclared.roughness === null || saysNothing) return own;
  const differenceTo = ({ bytes }: SampleFormat): Difference => ({
    isOfOneByte: own.bytes === 1 && bytes === 1,
    isShorter: bytes < own.bytes,
  });
  const smoother = others
    .filter((other) => isFarSmoother(judge(other), asDeclared, differenceTo(other)))
    .sort((a, b) => roughness(judge(a)) - roughness(judge(b)));
  return smoother[0] ?? own;
}

/**
 * The format of the samples in `windows`, which begin with a whole frame of every format that the header can mean.
 * @throws UnusableAudioError when the header contradicts itself and the samples do not tell
 */
export function chooseFormat(declared: PcmDeclaration, windows: readonly Buffer[]): SampleFormat {
  const known = new Map<string, Evidence>();
  const judge: Judge = (format) => {
    const name = ffmpegFormat(format);
    const evidence = known.get(name) ?? evidenceFor(windows, declared.channels, format);
    known.set(name, evidence);
    return evidence;
  };
  // Where the header names several sizes, the right one is among them.
  const mayDifferInSize = declared.formats.length === 1 && declared.channels <= MOST_CHANNELS_OF_WRONG_SIZE;
  const formats = declared.formats.map((format) => corrected(format, mayDifferInSize, judge));
  const [first] = formats as [SampleFormat, ...SampleFormat[]];
  if (formats.length === 1) return first;
  const byRoughness = [...formats].sort((a, b) => roughness(judge(a)) - roughness(judge(b)));
  const [best, next] = byRoughness as [SampleFormat, SampleFormat];
  const isClear = roughness(judge(best)) * FAR_SMOOTHER < roughness(judge(next));
  if (isClear && roughness(judge(best)) < ROUGH) return best;
  if (declared.hasMajority || judge(first).roughness === null) return first;
  throw new UnusableAudioError('The file contradicts itself about how its samples are stored.');
}
