// A sound that says when it was played: a tone that is higher in each second, as the input of a browser and in an export.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { wavHeader } from '@/audio/recording/wav-header';

const RATE = 48_000;
const LOWEST_HZ = 300;
const STEP_HZ = 40;
const STEPS = 60;

/** Writes the tone to a file that Chromium plays as its microphone, again and again. @returns its path */
export function writeSteppedTone(): string {
  const samples = new Float32Array(STEPS * RATE);
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    phase += (2 * Math.PI * (LOWEST_HZ + STEP_HZ * Math.floor(i / RATE))) / RATE;
    samples[i] = 0.4 * Math.sin(phase);
  }
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'isomix-input-')), 'input.wav');
  const header = wavHeader({ rate: RATE, channels: 1 }, samples.length);
  writeFileSync(file, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return file;
}

/** The left channel of a 24-bit stereo WAV file at 44.1 kHz. */
function leftOf(wav: Buffer): Float32Array {
  const data = wav.indexOf('data') + 8;
  const frames = Math.floor((wav.length - data) / 6);
  return Float32Array.from({ length: frames }, (_, i) => wav.readIntLE(data + 6 * i, 3) / 2 ** 23);
}

/** In which second of the input a moment of an export was played, from the crossings of zero in 0.2 s around it. */
export function inputSecondAt(wav: Buffer, seconds: number): number {
  const left = leftOf(wav);
  const rises: number[] = [];
  for (let i = Math.round((seconds - 0.1) * 44_100); i < (seconds + 0.1) * 44_100; i++) {
    if ((left[i - 1] ?? 0) < 0 && (left[i] ?? 0) >= 0) rises.push(i);
  }
  const [first = 0, last = 0] = [rises[0], rises.at(-1)];
  return (((rises.length - 1) * 44_100) / (last - first) - LOWEST_HZ) / STEP_HZ;
}
