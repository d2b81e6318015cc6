// Plays a stem with the grains of a style sound: plan, choose, play, colour, level.

import type { StyleSettings } from '@/contract/style-settings';
import { HOP, usableSignal } from '../analysis/frames';
import { createRealFft } from '../fft';
import { secondsToSamples } from '../units';
import { FILTER_FRAME, type Stereo } from './band-filter';
import { layOutBands, measureBands } from './band-levels';
import { midOf, peakOf, withoutOffset } from './channels';
import { restyleClassic } from './classic';
import { colourGrains } from './colouring';
import type { GrainLibrary } from './grain';
import { GrainPlayer } from './grain-cloud';
import { buildGrainPool } from './grain-pool';
import { followLevel, holdPeaks, matchLoudness } from './level-following';
import { refineRises } from './rise-limiter';
import { UnitSelector } from './selection';
import { completeSettings } from './settings';
import { styleColour } from './style-colour';
import { planTarget, type Slot, type Target } from './target';
import type { Choice } from './unit-costs';

/** How much the bands of the result move with the stem's; the rest is the grains' own movement. */
const BAND_FOLLOW = 0.8;
/** The frames of the filter overlap, so that a first pass leaves some rises; a third one gains no more. */
const REFINEMENTS = 2;
/** Below -100 dBFS a stem is silent and stays so. */
const SILENT_PEAK = 1e-5;
/** The shares of the work that are done after planning, playing and colouring. */
const DONE = { planned: 0.15, played: 0.5, coloured: 0.95 };

export interface RestyleOptions {
  /** Receives the share of the work that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

export interface RestyledStem {
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** Grains played; 0 when the stem is silent or `amount` is 0. */
  readonly grainsUsed: number;
}

type Progress = (share: number) => void;

interface Played {
  readonly channels: Stereo;
  readonly grainsUsed: number;
  /** The choices of the first voice. */
  readonly leading: readonly Choice[];
}

/** The factor by which the grains of each analysis frame are transposed. */
function speedsOf(slots: readonly Slot[], choices: readonly Choice[], frames: number): Float32Array {
  const speeds = new Float32Array(frames).fill(1);
  for (const [i, { start, hop }] of slots.entries()) {
    const choice = choices[i]!;
    if (choice.place < 0) continue;
    speeds.fill(2 ** (choice.semitones / 12), Math.floor(start / HOP), Math.ceil((start + hop) / HOP));
  }
  return speeds;
}

/** How loud the note of a voice is beside the slot's strongest. */
function voiceLevel(slot: Slot, voice: number): number {
  const [strongest, own] = [slot.notes[0], slot.notes[voice]];
  if (voice === 0) return 1;
  return strongest && own ? Math.sqrt(own.weight / strongest.weight) : 0;
}

/** Chooses and plays the grains of every voice. */
function playVoices(
  target: Target,
  library: GrainLibrary,
  settings: StyleSettings,
  length: number,
  onProgress: Progress,
): Played {
  const { sampleRate } = library;
  const pool = buildGrainPool(library, secondsToSamples(settings.grainDurationMs / 1000, sampleRate));
  const voices = target.slots.reduce((max, { notes }) => Math.max(max, notes.length), 1);
  const player = new GrainPlayer(library, pool, settings);
  const channels: Stereo = [new Float32Array(length), new Float32Array(length)];
  const paths: Choice[][] = [];
  let grainsUsed = 0;
  for (let voice = 0; voice < voices; voice++) {
    const report: Progress = (share) => onProgress((voice + share / 2) / voices);
    const selector = new UnitSelector({ pool, settings, sampleRate, onProgress: report });
    const choices = selector.select(target, voice);
    paths.push(choices);
    const level = (slot: Slot) => voiceLevel(slot, voice) * (settings.useEnvelope ? 1 : slot.rms);
    grainsUsed += player.play(target.slots, { choices, level }, channels);
    onProgress((voice + 1) / voices);
  }
  return { channels, grainsUsed, leading: paths[0]! };
}

async function mosaic(
  stem: Stereo,
  library: GrainLibrary,
  settings: StyleSettings,
  onProgress: Progress,
): Promise<RestyledStem> {
  const mid = await midOf(...stem);
  const { sampleRate } = library;
  const between =
    (from: number, to: number): Progress =>
    (share) =>
      onProgress(from + share * (to - from));
  const target = await planTarget(mid, sampleRate, settings);
  onProgress(DONE.planned);
  const report = between(DONE.planned, DONE.played);
  const { channels, grainsUsed, leading } = playVoices(target, library, settings, mid.length, report);
  const fft = await createRealFft(FILTER_FRAME);
  try {
    const layout = layOutBands(fft, sampleRate);
    const bands = measureBands(fft, [mid], layout);
    const coloured = colourGrains(fft, layout, { mid, bands }, channels, {
      sampleRate,
      colour: styleColour(library),
      follow: settings.useEnvelope ? BAND_FOLLOW : 0,
      showsPartials: settings.usePitchMapping,
      ratio: 2 ** (settings.transposeSemitones / 12),
      formantKeep: settings.formantKeep,
      speeds: speedsOf(target.slots, leading, Math.floor(mid.length / HOP) + 1),
      onProgress: between(DONE.played, DONE.coloured),
    });
    let sound = coloured;
    if (settings.useEnvelope) {
      followLevel(stem, coloured, settings.attackPreservation > 0 ? target.attacks : []);
      for (let pass = 0; pass < REFINEMENTS; pass++) sound = refineRises(fft, layout, bands, sound);
    }
    matchLoudness(stem, sound, sampleRate);
    const [left, right] = sound;
    return { left, right, grainsUsed };
  } finally {
    fft.dispose();
  }
}

/** Mixes the stem under the result so that the power stays about the same, and limits peaks to full scale. */
function mixDry(dry: Stereo, wet: Stereo, amount: number): Stereo {
  const [dryGain, wetGain] = [Math.cos((amount * Math.PI) / 2), Math.sin((amount * Math.PI) / 2)];
  const mixed = dry.map((channel, side) =>
    amount === 1 ? wet[side]! : channel.map((sample, i) => dryGain * sample + wetGain * wet[side]![i]!),
  );
  const [left, right] = [mixed[0]!, mixed[1]!];
  holdPeaks(left, right);
  return [left, right];
}

/**
 * Plays a stem with a style sound. The result is as long as the stem and never exceeds full scale.
 * @param left, right the stem, at the library's sample rate and equally long
 * @param partial settings that differ from the defaults; the same settings give the same samples
 * @throws RangeError with a message when a setting is outside its limits or the channels differ in length
 * @throws the signal's reason when it is aborted
 */
export async function restyle(
  left: Float32Array,
  right: Float32Array,
  library: GrainLibrary,
  partial: Partial<StyleSettings> = {},
  { onProgress, signal }: RestyleOptions = {},
): Promise<RestyledStem> {
  const settings = completeSettings(partial);
  if (left.length !== right.length) throw new RangeError('Both channels must be equally long.');
  const report: Progress = (share) => {
    signal?.throwIfAborted();
    onProgress?.(share);
  };
  report(0);
  const stem: Stereo = [withoutOffset(left), withoutOffset(right)];
  if (settings.amount === 0 || peakOf(stem) < SILENT_PEAK) {
    const dry: Stereo = [usableSignal(left).slice(), usableSignal(right).slice()];
    holdPeaks(...dry);
    return { left: dry[0], right: dry[1], grainsUsed: 0 };
  }
  const wet =
    settings.mode === 'classic'
      ? await restyleClassic(await midOf(...stem), library, settings)
      : await mosaic(stem, library, settings, report);
  const [mixedLeft, mixedRight] = mixDry(stem, [wet.left, wet.right], settings.amount);
  report(1);
  return { left: mixedLeft, right: mixedRight, grainsUsed: wet.grainsUsed };
}
