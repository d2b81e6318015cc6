// Compares an exported file with what the stems should sum to, sample by sample.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Decodes the bytes of a file to interleaved stereo floats. */
export async function decodeFloats(bytes: Buffer): Promise<Float32Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'isomix-null-'));
  try {
    const file = path.join(folder, 'audio');
    await writeFile(file, bytes);
    return await decodeFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function decodeFile(file: string): Promise<Float32Array> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'f32le', '-ac', '2', '-'], {
    encoding: 'buffer',
    maxBuffer: 2 ** 30,
  });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}

/** A part of a stem on the timeline, in sample frames; its fade is a raised cosine. */
export interface ClipShape {
  readonly start: number;
  readonly sourceStart: number;
  readonly length: number;
  readonly fadeIn: number;
}

export interface Part {
  readonly bytes: Buffer;
  /** Linear, at each frame if it moves; 0 for a muted stem. */
  readonly gain: number | ((frame: number) => number);
  /** Left out for the whole stem where it was recorded. */
  readonly clips?: readonly ClipShape[];
}

const riseAt = (index: number, fadeIn: number): number =>
  index < fadeIn ? 0.5 - 0.5 * Math.cos((Math.PI * index) / fadeIn) : 1;

/** Adds a part to the interleaved stereo sum, clip by clip. */
function addPart(sum: Float64Array, { gain, clips }: Part, stem: Float32Array): void {
  const whole = { start: 0, sourceStart: 0, length: stem.length / 2, fadeIn: 0 };
  for (const { start, sourceStart, length, fadeIn } of clips ?? [whole]) {
    for (let i = 0; i < length && start + i < sum.length / 2; i++) {
      const level = (typeof gain === 'number' ? gain : gain(start + i)) * riseAt(i, fadeIn);
      for (const channel of [0, 1]) {
        const sample = stem[2 * (sourceStart + i) + channel] ?? 0;
        sum[2 * (start + i) + channel]! += sample * level;
      }
    }
  }
}

/**
 * The loudest difference between an export and the sum of its parts.
 * @returns dBFS, and how many sample frames the export and the longest part have
 */
export async function residual(exported: Buffer, parts: readonly Part[]) {
  const heard = await decodeFloats(exported);
  const expected = new Float64Array(heard.length);
  let longest = 0;
  for (const part of parts) {
    const samples = await decodeFloats(part.bytes);
    longest = Math.max(longest, samples.length);
    addPart(expected, part, samples);
  }
  const peak = heard.reduce((worst, value, n) => Math.max(worst, Math.abs(value - expected[n]!)), 0);
  return { db: 20 * Math.log10(peak), frames: heard.length / 2, longestFrames: longest / 2 };
}
