// Builds a grain library: the sound of a style recording, cut into units and described.
import { FRAME_LENGTH, HOP } from '../analysis/frames';
import { detectOnsets } from '../analysis/onsets';
import { type Interval, splitAtSilence } from '../analysis/split';
import { createRealFft } from '../fft';
import type { Samples } from '../units';
import { midOf, peakOf, withoutOffset } from './channels';
import { type FrameTable, type GrainLibrary, type GrainUnit, SAMPLE_SCALE, StyleSoundError } from './grain';
import { describeFrames } from './library-frames';
import { cutUnits, refineOnset } from './unit-cutting';

/** What is 40 dB below the loudest frame is no material for grains. */
const SILENCE_DB = 40;
const LONGEST_S = 600;
/** Below -80 dBFS there is nothing to play with. */
const MIN_PEAK = 1e-4;
/** A unit has a pitch when this share of its frames has. */
const PITCHED_SHARE = 0.4;

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

function describeUnit(cut: Interval, frames: FrameTable): GrainUnit {
  const first = Math.min(frames.frames - 1, Math.ceil(cut.start / HOP));
  const last = Math.max(first, Math.min(frames.frames - 1, Math.floor((cut.end - 1) / HOP)));
  const pitches: number[] = [];
  let [power, brightness] = [1e-12, 0];
  for (let frame = first; frame <= last; frame++) {
    const weight = 10 ** (frames.levelDb[frame]! / 10);
    power += weight;
    brightness += weight * frames.centroidHz[frame]!;
    if (frames.pitchHz[frame]! > 0) pitches.push(frames.pitchHz[frame]!);
  }
  const count = last - first + 1;
  const periodicity = pitches.length / count;
  return {
    start: cut.start,
    length: (cut.end - cut.start) as Samples,
    pitchHz: periodicity >= PITCHED_SHARE ? Math.fround(median(pitches)) : 0,
    periodicity: Math.fround(periodicity),
    levelDb: Math.fround(10 * Math.log10(power / count)),
    brightnessHz: Math.fround(brightness / power),
  };
}

async function findOnsets(mid: Float32Array, rate: number): Promise<Samples[]> {
  const fft = await createRealFft(FRAME_LENGTH);
  try {
    return detectOnsets(fft, mid, rate).map((frame) => refineOnset(mid, frame * HOP, rate));
  } finally {
    fft.dispose();
  }
}

/**
 * Cuts and describes a style recording of two equally long channels.
 * @param rate samples per second, at most 66,900; the stems that it will play must have the same
 * @throws StyleSoundError when it is silent or longer than ten minutes
 */
export async function buildGrainLibrary(
  left: Float32Array,
  right: Float32Array,
  rate: number,
): Promise<GrainLibrary> {
  if (left.length > LONGEST_S * rate)
    throw new StyleSoundError('A style sound can be at most 10 minutes long.');
  const sides = [withoutOffset(left), withoutOffset(right)];
  const peak = Math.fround(peakOf(sides));
  if (peak < MIN_PEAK) throw new StyleSoundError('The style sound is silent.');
  const isMono = sides[0]!.every((sample, i) => sample === sides[1]![i]);
  const channels = (isMono ? sides.slice(0, 1) : sides).map((side) =>
    Int16Array.from(side, (sample) => Math.round((sample / peak) * SAMPLE_SCALE)),
  );
  const mid = await midOf(sides[0]!, isMono ? sides[0]! : sides[1]!);
  const sounding = splitAtSilence(mid, SILENCE_DB);
  const frames = await describeFrames(mid, rate);
  const cuts = cutUnits(sounding, await findOnsets(mid, rate), rate);
  const units = cuts.map((cut) => describeUnit(cut, frames));
  if (units.length === 0) throw new StyleSoundError('The style sound is silent.');
  return { sampleRate: rate, channels, peak, units, frames };
}
