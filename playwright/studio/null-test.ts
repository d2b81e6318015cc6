// Compares an exported file with what the stems should sum to, sample by sample.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Decodes the bytes of a file to interleaved stereo floats. */
async function decode(bytes: Buffer): Promise<Float32Array> {
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

export interface Part {
  readonly bytes: Buffer;
  /** Linear; 0 for a muted stem. */
  readonly gain: number;
}

/**
 * The loudest difference between an export and the sum of its parts.
 * @returns dBFS, and how many sample frames the export and the longest part have
 */
export async function residual(exported: Buffer, parts: readonly Part[]) {
  const heard = await decode(exported);
  const expected = new Float64Array(heard.length);
  let longest = 0;
  for (const part of parts) {
    const samples = await decode(part.bytes);
    longest = Math.max(longest, samples.length);
    for (let n = 0; n < expected.length; n++) expected[n]! += (samples[n] ?? 0) * part.gain;
  }
  const peak = heard.reduce((worst, value, n) => Math.max(worst, Math.abs(value - expected[n]!)), 0);
  return { db: 20 * Math.log10(peak), frames: heard.length / 2, longestFrames: longest / 2 };
}
