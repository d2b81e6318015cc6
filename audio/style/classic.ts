// The plain algorithm of earlier systems: at every onset the grain of nearest pitch, fading out, added up.

import type { StyleSettings } from '@/contract/style-settings';
import { FRAME_LENGTH, HOP } from '../analysis/frames';
import { detectOnsets } from '../analysis/onsets';
import { trackPitch } from '../analysis/pitch/pyin';
import { PITCH_FFT_SIZE } from '../analysis/pitch/yin-difference';
import { splitAtSilence } from '../analysis/split';
import { createRealFft } from '../fft';
import { foldDown } from '../stereo/fold-down';
import { samples, secondsToSamples } from '../units';
import { type GrainLibrary, SAMPLE_SCALE } from './grain';

/** Shorter stretches of sound are no grains. */
const SHORTEST = 512;
/** A grain that keeps its level still ends within this many samples, so that its end does not click. */
const EDGE = 128;
/** Grains are cut where the sound falls this far below the loudest. */
const SILENCE_DB = 20;

interface ClassicGrain {
  readonly sound: Float32Array;
  /** Mean pitch of its voiced frames; 0 when it has none. */
  readonly pitchHz: number;
}

/** A stretch of the stem from one onset to the next. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly pitchHz: number;
}

function meanPitch(pitches: ArrayLike<number>, start: number, end: number): number {
  let [sum, count] = [0, 0];
  const last = Math.min(pitches.length - 1, Math.floor(end / HOP));
  for (let frame = Math.ceil(start / HOP); frame <= last; frame++) {
    if (pitches[frame]! <= 0) continue;
    sum += pitches[frame]!;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}

/** The recording of a library as one channel at full scale. */
function librarySound({ channels, peak }: GrainLibrary): Promise<Float32Array> {
  const [left, right] = channels.map((channel) =>
    Float32Array.from(channel, (sample) => (sample * peak) / SAMPLE_SCALE),
  );
  return foldDown(left!, right ?? left!);
}

async function cutGrains(library: GrainLibrary): Promise<ClassicGrain[]> {
  const sound = await librarySound(library);
  const cuts = splitAtSilence(sound, SILENCE_DB);
  const long = cuts.filter(({ start, end }) => end - start >= SHORTEST);
  const used = long.length > 0 ? long : [{ start: samples(0), end: samples(sound.length) }];
  return used.map(({ start, end }) => ({
    sound: sound.subarray(start, end),
    pitchHz: meanPitch(library.frames.pitchHz, start, end),
  }));
}

async function cutStem(stem: Float32Array, rate: number, needsPitch: boolean): Promise<Segment[]> {
  const [fft, pitchFft] = [await createRealFft(FRAME_LENGTH), await createRealFft(PITCH_FFT_SIZE)];
  try {
    const onsets = detectOnsets(fft, stem, rate).map((frame) => frame * HOP);
    const pitches = needsPitch ? trackPitch(pitchFft, stem, rate).f0Hz : [];
    return onsets.map((start, i) => {
      const end = onsets[i + 1] ?? stem.length;
      return { start, end, pitchHz: meanPitch(pitches, start, end) };
    });
  } finally {
    fft.dispose();
    pitchFft.dispose();
  }
}

function nearestGrain(grains: readonly ClassicGrain[], pitchHz: number): ClassicGrain {
  let nearest = grains[0]!;
  for (const grain of grains) {
    if (Math.abs(grain.pitchHz - pitchHz) < Math.abs(nearest.pitchHz - pitchHz)) nearest = grain;
  }
  return nearest;
}

function peakBetween(sound: Float32Array, start: number, end: number): number {
  let peak = 0;
  for (let i = start; i < Math.min(end, sound.length); i++) peak = Math.max(peak, Math.abs(sound[i]!));
  return peak;
}

/** Adds a grain at an onset, as loud at its peak as the stem is there. */
function addGrain(out: Float32Array, grain: Float32Array, start: number, peak: number, fades: boolean): void {
  const gain = peak / Math.max(peakBetween(grain, 0, grain.length), 1e-9);
  const length = Math.min(grain.length, out.length - start);
  const fade = fades ? grain.length : Math.min(EDGE, grain.length);
  for (let i = 0; i < length; i++) {
    out[start + i]! += grain[i]! * gain * Math.min(1, (grain.length - i) / fade);
  }
}

/**
 * Plays a mono stem by the classic algorithm and brings the result's peak to full scale.
 * @returns both channels, which are the same, as long as the stem, and how many grains were played
 */
export async function restyleClassic(
  stem: Float32Array,
  library: GrainLibrary,
  settings: StyleSettings,
): Promise<{ left: Float32Array; right: Float32Array; grainsUsed: number }> {
  const grains = await cutGrains(library);
  const segments = await cutStem(stem, library.sampleRate, settings.usePitchMapping);
  const longest = secondsToSamples(settings.grainDurationMs / 1000, library.sampleRate);
  const sound = new Float32Array(stem.length);
  for (const [i, { start, end, pitchHz }] of segments.entries()) {
    const grain = settings.usePitchMapping ? nearestGrain(grains, pitchHz) : grains[i % grains.length]!;
    const cut = grain.sound.subarray(0, longest);
    addGrain(sound, cut, start, peakBetween(stem, start, end), settings.useEnvelope);
  }
  const peak = peakBetween(sound, 0, sound.length);
  if (peak > 0) for (let i = 0; i < sound.length; i++) sound[i]! /= peak;
  return { left: sound, right: sound.slice(), grainsUsed: segments.length };
}
