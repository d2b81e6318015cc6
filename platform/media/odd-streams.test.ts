// Streams that begin or are framed oddly: those that can be decoded are, the others are refused with the reason.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteAt } from './byte-at';
import { type Damage, damageNote } from './damage';
import { decodeWhole } from './decode';
import { hasFreeFormat } from './free-format';
import { randomNumbers } from './pcm/testing/sounds';
import { probeAudio } from './probe';
import { runTool } from './tool';

let dir = '';
let adts: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'odd-'));
  adts = await encoded('whole.aac', ['-c:a', 'aac', '-b:a', '128k']);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Two seconds of a 440 Hz sine at 48 kHz. */
async function encoded(name: string, args: readonly string[]): Promise<Buffer> {
  const file = path.join(dir, name);
  const source = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=2'];
  await runTool('ffmpeg', ['-v', 'error', '-y', ...source, ...args, file]);
  return readFile(file);
}

async function written(bytes: Buffer): Promise<string> {
  const file = path.join(dir, 'odd');
  await writeFile(file, bytes);
  return file;
}

async function decoded(file: string) {
  let damage: Damage | null = null;
  const onDamage = (found: Damage) => {
    damage = found;
  };
  const [samples = new Float32Array()] = await decodeWhole(file, {
    sampleRate: 48_000,
    channels: 2,
    onDamage,
  });
  return { samples, damage: damage as Damage | null };
}

const noise = (length: number, seed: number): Buffer => {
  const random = randomNumbers(seed);
  return Buffer.from(Uint8Array.from({ length }, () => Math.floor((random() + 1) * 127.99)));
};

/** The bytes of the first ADTS frame. */
const firstLength = (bytes: Buffer): number =>
  ((bytes.readUInt8(3) & 3) << 11) | (bytes.readUInt16BE(4) >> 5);

describe('an MP3 behind 3,000 bytes of something else', () => {
  it.each(['<', '{', '#', ' <', '\n{'])('is read where they begin with %j', async (letters) => {
    const mp3 = await encoded('behind.mp3', ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0']);
    const junk = noise(3_000, 9);
    junk.write(letters, 'latin1');
    const probe = await probeAudio(await written(Buffer.concat([junk, mp3])));
    expect(probe).toMatchObject({ container: 'mp3', sampleRate: 48_000, durationS: expect.closeTo(2, 1) });
  });

  it('is refused where they are the text of a page', async () => {
    const mp3 = await encoded('behind.mp3', ['-b:a', '128k']);
    const page = Buffer.from('<!doctype html><html><body>Not found</body></html>\n'.repeat(60));
    await expect(probeAudio(await written(Buffer.concat([page, mp3])))).rejects.toThrow('not audio');
  });
});

describe('an ADTS stream that begins with something else than a frame', () => {
  it.each([
    ['in the middle of a frame', () => adts.subarray(100), 1],
    ['one byte behind a head', () => adts.subarray(1), 1],
    ['with zeros', () => Buffer.concat([Buffer.alloc(1_000), adts]), null],
    ['with bytes of any kind', () => Buffer.concat([noise(20_000, 3), adts]), null],
  ] as const)('is decoded from its first frame on: %s', async (_, make, silentFrames) => {
    const whole = await decoded(await written(adts));
    expect(whole.damage && damageNote(whole.damage)).toBeNull();
    const file = await written(make());
    const { samples, damage } = await decoded(file);
    const silentS = damage?.silentS ?? 0;
    if (silentFrames !== null) {
      expect(silentS).toBeCloseTo((silentFrames * 1_024) / 48_000, 6);
      expect(samples.length).toBe(whole.samples.length);
    }
    expect(damage && damageNote(damage)).toMatch(
      /^The file is damaged: .* cannot be decoded and are silent \(at 0:00.*\)\.$/,
    );
    // What follows is the same, sample by sample.
    const end = whole.samples.subarray(48_000);
    expect(samples.subarray(samples.length - end.length)).toEqual(end);
    const start = samples.subarray(0, Math.round(silentS * 48_000) - 1_024);
    expect(start.every((x) => x === 0)).toBe(true);
    const probe = await probeAudio(file);
    expect(probe).toMatchObject({ container: 'aac', codec: 'aac', sampleRate: 48_000 });
    expect(probe.silentS).toBeCloseTo(silentS, 6);
    expect(probe.durationS * 48_000).toBeCloseTo(samples.length, 0);
  });

  it('is decoded where all that is whole are two frames', async () => {
    const [, second] = [0, firstLength(adts)];
    const third = second + firstLength(adts.subarray(second));
    const { samples } = await decoded(
      await written(adts.subarray(10, third + firstLength(adts.subarray(third)))),
    );
    expect(samples.length).toBeGreaterThanOrEqual(2 * 1_024);
  });
});

describe('MPEG audio of free format', () => {
  /** Frames of the same size whose heads name no bitrate. */
  const free = async (): Promise<Buffer> => {
    const args = ['-c:a', 'libmp3lame', '-b:a', '128k', '-id3v2_version', '0', '-write_xing', '0'];
    const bytes = await encoded('standard.mp3', args);
    const frameBytes = (144 * 128_000) / 48_000;
    for (let at = 0; at < bytes.length; at += frameBytes) bytes[at + 2] = byteAt(bytes, at + 2) & 0x0f;
    return bytes;
  };

  it('is refused with the reason', async () => {
    const bytes = await free();
    for (const start of [0, 100]) {
      const refused = probeAudio(await written(bytes.subarray(start)));
      await expect(refused).rejects.toThrow(/^The file is an MP3 of free format, [^\n]*\.$/);
    }
  });

  it('is not seen in noise and in frames of a standard bitrate', () => {
    for (let seed = 1; seed <= 20; seed++) expect(hasFreeFormat(noise(65_536, seed))).toBe(false);
    const syncs = Buffer.alloc(65_536, Buffer.from([0xff, 0xfb, 0x90, 0x00]));
    expect(hasFreeFormat(syncs)).toBe(false);
    expect(hasFreeFormat(Buffer.alloc(65_536, 0xff))).toBe(false);
  });
});
