// Audio made for tests: tones as WAV files.
import { writeFile } from 'node:fs/promises';
import { writeWavHeader } from '../wav-header';

/** A WAV file in memory: `frames` frames of a 440 Hz sine at half scale, one phase per channel. */
export function tone(frames: number, sampleRate = 44_100, channels = 2): Buffer {
  const pcm = new Int16Array(frames * channels);
  for (let i = 0; i < pcm.length; i++) {
    const frame = Math.floor(i / channels);
    pcm[i] = 16_383 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate + (i % channels));
  }
  return Buffer.concat([
    writeWavHeader({ sampleRate, channels, bitDepth: 16 }, frames),
    Buffer.from(pcm.buffer),
  ]);
}

/** Writes `tone` to `path` and returns the path. */
export async function writeTone(
  path: string,
  frames: number,
  sampleRate?: number,
  channels?: number,
): Promise<string> {
  await writeFile(path, tone(frames, sampleRate, channels));
  return path;
}
