// Compressed WAV files that were cut, or have bytes removed from or inserted into them.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '@/contract/required';
import { thinned } from '@/contract/testing/thinned';
import { damageNote } from '../damage';
import { decodeWhole } from '../decode';
import { probeAudio } from '../probe';
import { runTool } from '../tool';

const RATE = 44_100;
const SECONDS = 6;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'wave-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/**
 * A stereo sine whose pitch rises every second, so that it shows its position: 200 Hz in the first, 300 Hz in
 * the next.
 */
async function made(codec: string): Promise<Buffer> {
  const file = path.join(dir, `${codec}.wav`);
  const tone = `0.4*sin(2*PI*(200+100*floor(t))*t)`;
  const source = `aevalsrc=${tone}|${tone}:s=${RATE}:d=${SECONDS}`;
  await runTool('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-c:a', codec, file]);
  return readFile(file);
}

async function opened(bytes: Buffer) {
  const file = path.join(dir, 'damaged.wav');
  await writeFile(file, bytes);
  const [left = new Float32Array()] = await decodeWhole(file, { sampleRate: RATE, channels: 2 });
  const probe = await probeAudio(file);
  return { left, probe, note: damageNote(probe) };
}

/** The pitch in the middle of that second. */
function pitchIn(samples: Float32Array, second: number): number {
  const part = samples.subarray((second + 0.3) * RATE, (second + 0.7) * RATE);
  let crossings = 0;
  for (let i = 1; i < part.length; i++) if (at(part, i) >= 0 !== at(part, i - 1) >= 0) crossings++;
  return Math.round((crossings * RATE) / (2 * part.length) / 10) * 10;
}

const DATA = (bytes: Buffer) => bytes.indexOf('data') + 8;
const middleOf = (bytes: Buffer) => DATA(bytes) + Math.floor((bytes.length - DATA(bytes)) * 0.41);
const removed = (bytes: Buffer) =>
  Buffer.concat([bytes.subarray(0, middleOf(bytes)), bytes.subarray(middleOf(bytes) + 3_000)]);
const inserted = (bytes: Buffer) => {
  const junk = Buffer.from(Array.from({ length: 3_001 }, (_, i) => (i * i * 31 + 97 * i + 11) & 0xff));
  return Buffer.concat([bytes.subarray(0, middleOf(bytes)), junk, bytes.subarray(middleOf(bytes))]);
};

const ADPCM = ['adpcm_ima_wav', 'adpcm_ms'];

describe('a whole compressed WAV file', () => {
  it.each(thinned([...ADPCM, 'pcm_alaw', 'pcm_mulaw'], 3))(
    'of %s is decoded as it is, without a note',
    async (codec) => {
      const { left, note } = await opened(await made(codec));
      expect(note).toBeNull();
      for (const second of [0, 2, 5]) expect(pitchIn(left, second)).toBe(200 + 100 * second);
    },
  );
});

describe('a compressed WAV file that was cut', () => {
  it.each(thinned([...ADPCM, 'pcm_alaw', 'pcm_mulaw'], 3, 1))(
    'of %s says what is missing at its end',
    async (codec) => {
      const whole = await made(codec);
      const { probe, note } = await opened(whole.subarray(0, Math.floor(whole.length * 0.7)));
      expect(probe.missingEndS).toBeGreaterThan(0.28 * SECONDS);
      expect(probe.missingEndS).toBeLessThan(0.32 * SECONDS);
      expect(note).toMatch(/ends 1\.\d+ s earlier/);
    },
  );
});

describe('bytes that are removed from A-law and mu-law', () => {
  it.each(thinned(['pcm_alaw', 'pcm_mulaw'], 2))('are said to be missing in %s', async (codec) => {
    const whole = await made(codec);
    const at = middleOf(whole);
    const { probe } = await opened(Buffer.concat([whole.subarray(0, at), whole.subarray(at + RATE)]));
    expect(probe.missingEndS).toBeCloseTo(0.5, 1);
  });

  it.each(thinned(['pcm_alaw', 'pcm_mulaw'], 2, 1))('are said in %s however few they are', async (codec) => {
    const whole = await made(codec);
    const { left, probe, note } = await opened(removed(whole));
    expect(left.length).toBe(SECONDS * RATE);
    expect(probe.silentS).toBeCloseTo(1_500 / RATE, 6);
    expect(left.subarray(-1_500).every((x) => Math.abs(x) < 1e-3)).toBe(true);
    expect(note).toContain('0.03 s of it cannot be decoded and are silent (at 0:05)');
  });
});

describe('a tag behind bytes that are removed from A-law and mu-law', () => {
  it.each(thinned(['pcm_alaw', 'pcm_mulaw'], 2, 1))('is no sound in %s', async (codec) => {
    const tag = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0x55)]);
    const { left, probe } = await opened(Buffer.concat([removed(await made(codec)), tag]));
    expect(left.length).toBe(SECONDS * RATE);
    expect(probe.silentS).toBeCloseTo(1_500 / RATE, 6);
  });
});

describe('bytes that are inserted into A-law and mu-law', () => {
  it.each(thinned(['pcm_alaw', 'pcm_mulaw'], 2))(
    'are said in %s, and those behind its chunks are not',
    async (codec) => {
      const whole = await made(codec);
      const few = await opened(inserted(whole));
      expect(few.left.length).toBe(SECONDS * RATE);
      expect(few.note).toContain('0.03 s of it cannot be decoded and are silent (at 0:05)');
      const at = middleOf(whole);
      const noise = Buffer.from(Array.from({ length: RATE }, (_, i) => (i * i * 31 + 97 * i + 11) & 0xff));
      const many = await opened(Buffer.concat([whole.subarray(0, at), noise, whole.subarray(at)]));
      expect(many.probe.missingEndS).toBeCloseTo(0.5, 3);
      const tag = Buffer.concat([Buffer.from('TAG'), noise.subarray(0, 4_000)]);
      for (const behind of [Buffer.alloc(4_096), tag]) {
        const { left, note } = await opened(Buffer.concat([whole, behind]));
        expect([left.length, note]).toEqual([SECONDS * RATE, null]);
      }
    },
  );
});

describe.each(ADPCM)('blocks of %s', (codec) => {
  it.each([
    ['removed', removed],
    ['inserted', inserted],
  ] as const)('keep their time where bytes are %s, with silence and a note', async (_, damage) => {
    const whole = await made(codec);
    const healthy = await opened(whole);
    const { left, probe, note } = await opened(damage(whole));
    expect(left.length).toBe(healthy.left.length);
    for (const second of [0, 1, 3, 4, 5]) expect(pitchIn(left, second)).toBe(200 + 100 * second);
    expect(probe.silentS).toBeGreaterThan(0.02);
    expect(probe.silentS).toBeLessThan(0.12);
    expect(note).toContain('are silent (at 0:02)');
    expect(left.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)).toBeLessThan(0.45);
  });

  it('whose heads are written over become silence in their places', async () => {
    const whole = await made(codec);
    const length = whole.readUInt16LE(32);
    const at = DATA(whole) + 100 * length;
    const { left, probe } = await opened(Buffer.from(whole).fill(0xff, at, at + 16));
    const samples = Math.round(probe.silentS * RATE);
    expect(samples).toBeGreaterThan(900);
    expect(samples).toBeLessThan(1_100);
    expect(left.subarray(100 * samples, 101 * samples).every((x) => x === 0)).toBe(true);
    expect(pitchIn(left, 5)).toBe(700);
  });
});
