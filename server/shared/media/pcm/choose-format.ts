// Decides how the samples of an uncompressed file are stored, where its header is wrong or contradicts itself.
import { UnusableAudioError } from '../errors';
import { ffmpegFormat, formatOf, type PcmDeclaration, type SampleFormat } from './pcm-format';
import { type Evidence, evidenceFor } from './sample-evidence';

/** Music that is read as it was written stays below; noise and cymbals alone may lie above. */
const ROUGH = 0.6;
/** How much smoother another reading must be, and how smooth at most, to be believed against the header. */
const FAR_SMOOTHER = 5;
const SMOOTH = 0.15;
/** Floats of sound have sizes over many powers of two; integers read as floats hardly ever fall among them. */
const NEARLY_ALL = 0.999;
const LEAST_MAGNITUDES = 4;
/** Integers that are read as floats have sizes all over what a float can be. */
const MOST_ARE_ABSURD = 0.5;

type Judge = (format: SampleFormat) => Evidence;

const roughness = (evidence: Evidence): number => evidence.roughness ?? 0;

/** What the same bytes could be instead: the other kind of number, the other order of bytes. */
function alternatives(format: SampleFormat): SampleFormat[] {
  const { kind, bytes, bigEndian } = format;
  if (bytes === 1) return [{ ...format, kind: kind === 'signed' ? 'unsigned' : 'signed' }];
  return [{ ...format, bigEndian: !bigEndian }];
}

/** Whether bytes that are declared as integers are floats: nearly all of them have the size of sound. */
function isFloat(evidence: Evidence): boolean {
  return evidence.plausible >= NEARLY_ALL && evidence.magnitudes >= LEAST_MAGNITUDES;
}

/** Integers or floats, whatever the header says; one of the two is all but impossible for the same bytes. */
function ofRightKind(format: SampleFormat, judge: Judge): SampleFormat {
  if (format.bytes !== 4) return format;
  const [float, integer] = [formatOf('float', 4, format.bigEndian), formatOf('integer', 4, format.bigEndian)];
  if (!float || !integer) return format;
  const asFloat = judge(float);
  if (format.kind === 'signed') return isFloat(asFloat) ? float : format;
  return asFloat.plausible < MOST_ARE_ABSURD ? integer : format;
}

/** The format itself, or another that makes sound of bytes which it makes noise of. */
function corrected(format: SampleFormat, judge: Judge): SampleFormat {
  const kinds = [format, ...alternatives(format)].map((candidate) => ofRightKind(candidate, judge));
  const [own, ...others] = kinds as [SampleFormat, ...SampleFormat[]];
  const asDeclared = judge(own);
  // Floats of absurd sizes are no sound, however smooth.
  const rough = asDeclared.plausible < MOST_ARE_ABSURD ? 1 : roughness(asDeclared);
  // One byte with the wrong sign jumps at every zero crossing, which is rough beside the right one but not in itself.
  if (asDeclared.roughness === null || (rough <= ROUGH && own.bytes > 1)) return own;
  const smoother = others.find((other) => {
    const evidence = judge(other);
    const isSound = evidence.plausible >= NEARLY_ALL && evidence.roughness !== null;
    return isSound && roughness(evidence) < Math.min(SMOOTH, rough / FAR_SMOOTHER);
  });
  return smoother ?? own;
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
  const formats = declared.formats.map((format) => corrected(format, judge));
  const [first] = formats as [SampleFormat, ...SampleFormat[]];
  if (formats.length === 1) return first;
  const byRoughness = [...formats].sort((a, b) => roughness(judge(a)) - roughness(judge(b)));
  const [best, next] = byRoughness as [SampleFormat, SampleFormat];
  const isClear = roughness(judge(best)) * FAR_SMOOTHER < roughness(judge(next));
  if (isClear && roughness(judge(best)) < ROUGH) return best;
  if (declared.hasMajority || judge(first).roughness === null) return first;
  throw new UnusableAudioError('The file contradicts itself about how its samples are stored.');
}
