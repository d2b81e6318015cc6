// The mix before its limiter, on disk: so that stretching and loudness measurement need not mix it again.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { packerFloat } from '@/audio/pcm';
import { samples } from '@/audio/units';
import { decodeStream } from '@/platform/media/decode';
import { openEncoder } from '@/platform/media/encode';
import { MediaToolError } from '@/platform/media/errors';
import { floatFrames } from '@/platform/media/float-frames';
import { readWavHeader } from '@/platform/media/wav-header';
import { stretchFile } from '../stretching/stretch-file';
import { BLOCK_SIZE, type PassOptions, runMixPass } from './mix-pass';
import type { RenderSpec } from './render-spec';

/** A WAV file of stereo floats. */
export interface Premaster {
  readonly path: string;
  readonly sampleRate: number;
  readonly lengthSamples: number;
}

const HEAD_BYTES = 4096;
const READ_BYTES = 2 ** 18;
const FRAME_BYTES = 8;
/** The most that a WAV file can contain. */
const MAX_FRAMES = 2 ** 32 / FRAME_BYTES - 1024;

/** Renders everything of `spec` but tempo, key, loudness and limiter into `folder`. Errors as `runMixPass`. */
export async function writePremaster(
  spec: RenderSpec,
  folder: string,
  options: PassOptions,
): Promise<Premaster> {
  const { sampleRate } = spec;
  const file = path.join(folder, 'premaster.wav');
  const format = { format: 'wav', bitDepth: 32, channels: 2 } as const;
  const encoder = await openEncoder({ ...format, path: file, sampleRate, signal: options.signal });
  const packer = packerFloat(BLOCK_SIZE);
  let lengthSamples = 0;
  try {
    const unlimited = { ...spec, master: { ...spec.master, limiter: null } };
    const write = (left: Float32Array, right: Float32Array, frames: number) => {
      lengthSamples += frames;
      return encoder.write(packer.pack(left, right, frames));
    };
    await runMixPass(unlimited, write, options);
    await encoder.finish();
  } catch (error) {
    await encoder.discard();
    throw error;
  }
  return { path: file, sampleRate, lengthSamples };
}

/** Whether tempo or key are to be changed. */
export const isStretched = ({ tempo = 1, keySemitones = 0 }: RenderSpec): boolean =>
  tempo !== 1 || keySemitones !== 0;

/**
 * The premaster at the tempo and in the key of `spec`; itself when both are neutral.
 * @throws MediaToolError when Rubber Band fails, or the result would be too long
 */
export async function stretched(
  premaster: Premaster,
  spec: RenderSpec,
  folder: string,
  options: PassOptions,
): Promise<Premaster> {
  if (!isStretched(spec)) return premaster;
  const { tempo = 1, keySemitones = 0 } = spec;
  const lengthSamples = Math.round(premaster.lengthSamples / tempo);
  if (lengthSamples > MAX_FRAMES)
    throw new MediaToolError('The mix is too long for this tempo; export it in sections.');
  const file = path.join(folder, 'stretched.wav');
  const map = [
    { source: samples(0), target: samples(0) },
    { source: samples(premaster.lengthSamples), target: samples(lengthSamples) },
  ];
  const { sampleRate } = premaster;
  await stretchFile(premaster.path, file, {
    map,
    followsKnots: false,
    semitones: keySemitones,
    sampleRate,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  return { path: file, sampleRate: premaster.sampleRate, lengthSamples };
}

/** The file's own samples, bit for bit. */
async function* readFrames(file: string): AsyncGenerator<Float32Array, void, void> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const header = readWavHeader(buffer);
    if (!header) throw new MediaToolError('A file of the render cannot be read.');
    const bytes = handle.createReadStream({
      start: header.dataOffset,
      highWaterMark: READ_BYTES,
      autoClose: false,
    });
    yield* floatFrames(bytes as AsyncIterable<Buffer>, 2);
  } finally {
    await handle.close();
  }
}

/** The premaster's stereo frames at `sampleRate` Hz, resampled where they have another. */
export function premasterFrames(
  premaster: Premaster,
  sampleRate: number,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array, void, void> {
  return premaster.sampleRate === sampleRate
    ? readFrames(premaster.path)
    : decodeStream(premaster.path, { sampleRate, channels: 2, isOwn: true, signal });
}
