// Measures a rendered track in an overlap: the actual positions of its beats, and how much of its vocals is left.
import { readAttacks } from '@/audio/automix/analyse/attack-curves';
import { attackLag } from '@/audio/automix/analyse/attack-lag';
import type { BeatClock } from '@/audio/automix/analyse/beat-clock';
import { type PlacedTransition, positionOfBar } from '@/audio/automix/render/set-timeline';
import { sourceOf, type TimeMap, targetOf } from '@/audio/automix/render/time-map';
import { createRealFft, type RealFft } from '@/audio/fft';
import { deinterleave } from '@/audio/interleave';
import { LEVEL_FRAME } from '@/audio/track/band-levels';
import { glidingPower } from '@/audio/track/voice';
import type { FrameReader } from '../../stretching/frame-file';
import { BASS_HZ, bassPerBeat, beatBounds } from './bass-envelope';
import { type PartShaper, SHAPE_FRAMES } from './part-shaper';

/** The passage around a beat that is compared, and how far it is looked for. */
const WINDOW_SECONDS = 0.5;
const REACH_SECONDS = 0.06;
/** Samples of the set between rows of attacks: 6 ms. */
export const ATTACK_STEP = 256;
/** The audio around the overlap that the levels of its first and last attacks need. */
const ATTACK_MARGIN_SECONDS = 0.5;

export interface OverlapFigures {
  /**
   * Where each beat of the overlap's clock plays, in samples of the set; null where the track is silent. None
   * when beats are not locked.
   */
  readonly beats: readonly (number | null)[];
  /** Per bar of the overlap: gliding tones that are left of the track's own, as a share of power. */
  readonly voice: readonly number[];
  /** Per beat of the overlap's clock: power of the track's own bass, before its curves and its gain. */
  readonly bass: readonly number[];
  /** The track's own attacks over the overlap (a row of bands every ATTACK_STEP samples); empty when not locked. */
  readonly attacks: readonly number[];
}

export interface OverlapTrack {
  readonly map: TimeMap;
  readonly clock: BeatClock;
  /** The track before it was stretched, with the gains of its parts. */
  readonly shaper: PartShaper;
  /** The track before anything was done to it. */
  readonly original: FrameReader;
  /** The track as it sounds in the set. */
  readonly played: FrameReader;
  /** By how much it is transposed. */
  readonly semitones: number;
  readonly sampleRate: number;
}

type StereoChannels = readonly [left: Float32Array, right: Float32Array];

async function channelsBetween(reader: FrameReader, from: number, frames: number): Promise<StereoChannels> {
  const block = new Float32Array(2 * Math.max(0, frames));
  await reader.read(from, block);
  return deinterleave(block);
}

async function shapedChannels(shaper: PartShaper, from: number, frames: number): Promise<StereoChannels> {
  const stereo = new Float32Array(2 * frames);
  for (let at = 0; at < frames; at += SHAPE_FRAMES) {
    const block = await shaper.read(from + at);
    stereo.set(block.subarray(0, Math.min(block.length, 2 * (frames - at))), 2 * at);
  }
  return deinterleave(stereo);
}

/** The position in the set at which a source position actually plays. */
async function playedPosition(track: OverlapTrack, source: number): Promise<number | null> {
  const { map, shaper, played, sampleRate } = track;
  const half = Math.round((WINDOW_SECONDS * sampleRate) / 2);
  const reach = Math.round(REACH_SECONDS * sampleRate);
  const planned = Math.round(targetOf(map, source));
  const middle = Math.round(source);
  const speed = (sourceOf(map, planned + half) - sourceOf(map, planned - half)) / (2 * half);
  const lag = attackLag({
    original: await shapedChannels(shaper, middle - half, 2 * half),
    played: await channelsBetween(played, planned - half - reach, 2 * (half + reach)),
    speed,
  });
  return lag === null ? null : targetOf(map, source) + lag;
}

async function playedBeats(track: OverlapTrack, placed: PlacedTransition, side: 'from' | 'to') {
  const { plan } = placed;
  if (!plan.isLocked) return [];
  const [bar, ratio] = side === 'from' ? [plan.outBar, 1] : [plan.inBar, plan.beatRatio];
  const beats: (number | null)[] = [];
  for (let beat = 0; beat < plan.bars * plan.beatsPerBar; beat++) {
    beats.push(await playedPosition(track, track.clock.at(bar, beat * ratio)));
  }
  return beats;
}

/** Gliding tones of both channels. */
function voicePower(fft: RealFft, channels: StereoChannels, sampleRate: number): number {
  const powers = channels.map((channel) => glidingPower(fft, channel, sampleRate));
  return powers.reduce((total, frames) => frames.reduce((sum, power) => sum + power, total), 0);
}

async function voiceLeft(track: OverlapTrack, placed: PlacedTransition, fft: RealFft): Promise<number[]> {
  const { map, original, played, sampleRate } = track;
  const shares: number[] = [];
  for (let bar = 0; bar < placed.plan.bars; bar++) {
    const [start, end] = [bar, bar + 1].map((at) => Math.round(positionOfBar(placed, at, sampleRate)));
    const [from, to] = [start!, end!].map((at) => Math.round(sourceOf(map, at)));
    const before = voicePower(fft, await channelsBetween(original, from!, to! - from!), sampleRate);
    const after = voicePower(fft, await channelsBetween(played, start!, end! - start!), sampleRate);
    shares.push(before > 0 ? after / before : 0);
  }
  return shares;
}

/**
 * The attacks of the track as it was recorded, at the moments of the set at which they are planned to sound: before
 * the curves of the overlap, which take its bass away, and without asking where its beats are said to be.
 */
async function ownAttacks(track: OverlapTrack, placed: PlacedTransition): Promise<number[]> {
  const { map, original, sampleRate } = track;
  if (!placed.plan.isLocked) return [];
  const margin = Math.round(ATTACK_MARGIN_SECONDS * sampleRate);
  const [first, last] = [sourceOf(map, placed.start), sourceOf(map, placed.end)].map(Math.round);
  const from = first! - margin;
  const passage = await channelsBetween(original, from, last! + margin - from);
  const fft = await createRealFft(LEVEL_FRAME);
  try {
    const rows = Math.ceil((placed.end - placed.start) / ATTACK_STEP);
    const sampleOf = (row: number) => sourceOf(map, placed.start + row * ATTACK_STEP) - from;
    const { values } = readAttacks(fft, passage, sampleRate, rows, sampleOf);
    return Array.from(values, (value) => Number(value.toFixed(3)));
  } finally {
    fft.dispose();
  }
}

/** What the bass would be if the track played alone. */
function ownBass({ map, original, semitones, sampleRate }: OverlapTrack, placed: PlacedTransition) {
  const bounds = beatBounds(placed, sampleRate).map((at) => Math.round(sourceOf(map, at)));
  return bassPerBeat(original, bounds, sampleRate, BASS_HZ / 2 ** (semitones / 12));
}

/** Measures one side of an overlap. */
export async function measureOverlap(
  track: OverlapTrack,
  placed: PlacedTransition,
  side: 'from' | 'to',
  fft: RealFft,
): Promise<OverlapFigures> {
  return {
    beats: await playedBeats(track, placed, side),
    voice: await voiceLeft(track, placed, fft),
    bass: await ownBass(track, placed),
    attacks: await ownAttacks(track, placed),
  };
}
