// Generated stems for the player's tests, stored as the product stores them: 24-bit FLAC segments.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '@/audio/dither';
import type { PlayerStem } from '@/components/player/types';
import { SEGMENT_SAMPLES } from '@/contract/units';

const FULL_SCALE = 2 ** 23;

/** The contents of one stem, as 24-bit integers, interleaved stereo. */
export interface GeneratedStem {
  readonly description: PlayerStem;
  readonly stored: Int32Array;
}

/** Noise, with an impulse every 7919 samples at the same place in every stem, so that any skew shows. */
export function noiseStem(id: string, seed: number, lengthSamples: number, headroomBits = 0): GeneratedStem {
  let state = seed;
  const stored = Int32Array.from({ length: lengthSamples * 2 }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const impulse = Math.floor(at / 2) % 7919 === 0 ? FULL_SCALE / 8 : 0;
    return (state >> 12) + impulse;
  });
  return { description: describeStem(id, lengthSamples, headroomBits), stored };
}

/** A low tone, in which every discontinuity stands out. */
export function toneStem(id: string, hertz: number, lengthSamples: number): GeneratedStem {
  const stored = Int32Array.from({ length: lengthSamples * 2 }, (_, at) =>
    Math.round(0.2 * FULL_SCALE * Math.sin((2 * Math.PI * hertz * Math.floor(at / 2)) / 44_100)),
  );
  return { description: describeStem(id, lengthSamples, 0), stored };
}

/** Decaying notes over a little noise, another tune on each side: about as loud and as dense as music. */
export function noteStem(id: string, seed: number, lengthSamples: number, headroomBits = 0): GeneratedStem {
  const random = seededRandom(seed);
  const stored = new Int32Array(lengthSamples * 2);
  const noteSamples = 9000 + 1500 * seed;
  for (let side = 0; side < 2; side++) {
    let hertz = 0;
    for (let at = 0; at < lengthSamples; at++) {
      const since = at % noteSamples;
      if (since === 0) hertz = 60 * 2 ** (Math.floor(random() * 60) / 12);
      const note = Math.exp(-since / 6000) * Math.sin((2 * Math.PI * hertz * since) / 44_100);
      stored[at * 2 + side] = Math.round(FULL_SCALE * (0.5 * note + 0.02 * (random() - 0.5)));
    }
  }
  return { description: describeStem(id, lengthSamples, headroomBits), stored };
}

/** Writes `<folder>/<stem id>/<index>.flac` for every segment of a stem. */
export function writeSegments(folder: string, { description, stored }: GeneratedStem): void {
  mkdirSync(path.join(folder, description.id), { recursive: true });
  const segments = Math.ceil(description.lengthSamples / SEGMENT_SAMPLES);
  for (let index = 0; index < segments; index++) {
    const part = stored.slice(index * SEGMENT_SAMPLES * 2, (index + 1) * SEGMENT_SAMPLES * 2);
    encode(part, path.join(folder, description.id, `${index}.flac`));
  }
}

/** What all stems together sound like at neutral settings: interleaved, summed in float64. */
export function sumOf(stems: readonly GeneratedStem[]): Float64Array {
  const sum = new Float64Array(Math.max(...stems.map((stem) => stem.stored.length)));
  for (const { stored, description } of stems) {
    const scale = 2 ** description.headroomBits / FULL_SCALE;
    for (let at = 0; at < stored.length; at++) sum[at]! += stored[at]! * scale;
  }
  return sum;
}

function describeStem(id: string, lengthSamples: number, headroomBits: number): PlayerStem {
  return { id, lengthSamples, segmentSamples: SEGMENT_SAMPLES, headroomBits };
}

function encode(samples: Int32Array, file: string): void {
  // FFmpeg's encoder takes 24-bit samples in the upper bits of 32.
  const shifted = samples.map((value) => value << 8);
  const raw = ['-f', 's32le', '-ar', '44100', '-ac', '2', '-i', '-'];
  const flac = [
    '-c:a',
    'flac',
    '-sample_fmt',
    's32',
    '-bits_per_raw_sample',
    '24',
    '-compression_level',
    '0',
  ];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...raw, ...flac, file], {
    input: Buffer.from(shifted.buffer),
  });
}
