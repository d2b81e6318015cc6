// Tags and chunks behind the samples of files in which bytes were removed or inserted: they are neither played nor counted.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { thinned } from '@/contract/testing/thinned';
import { streamPieces } from '../pieces';
import { readPcm } from './read-pcm';
import { aiff, au, type Container, caf, formatNamed, wave } from './testing/containers';
import { MUSICAL_SOUNDS, soundOf } from './testing/sounds';
import { packed } from './testing/wav-files';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'realign-tails-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const RATE = 44_100;
const FRAMES = 2 * RATE;
const PLACE = Math.round(0.7 * FRAMES);
/** Silence takes 5 ms on both sides of a place, which is known to a few samples. */
const AROUND_S = 0.02;

/** The bytes that are decoded of a file, and how many frames of silence are among them. */
async function opened(bytes: Buffer, demuxer: Container[0]) {
  const file = path.join(dir, 'file');
  await writeFile(file, bytes);
  const pcm = required(await readPcm(file, demuxer), 'the samples');
  const frameBytes = pcm.channels * pcm.format.bytes;
  const whole = { from: pcm.dataOffset, to: pcm.dataOffset + pcm.frames * frameBytes };
  const parts: Buffer[] = [];
  for await (const part of streamPieces(file, pcm.realigned?.pieces ?? [whole])) parts.push(part);
  return { pcm, frameBytes, sound: Buffer.concat(parts) };
}

/** Text of `length` bytes, which differ as those of a tag do. */
const text = (length: number) => Buffer.from(Array.from({ length }, (_, i) => 32 + ((i * i * 7 + i) % 90)));

const id3v1 = Buffer.concat([Buffer.from('TAG'), text(125)]);

function ape(bodyBytes: number, hasHeader: boolean): Buffer {
  const part = (flags: number) => {
    const bytes = Buffer.alloc(32);
    bytes.write('APETAGEX', 'latin1');
    bytes.writeUInt32LE(hasHeader ? 2_000 : 1_000, 8);
    bytes.writeUInt32LE(bodyBytes + 32, 12);
    bytes.writeUInt32LE(1, 16);
    bytes.writeUInt32LE(flags, 20);
    return bytes;
  };
  const footer = part(hasHeader ? 0x8000_0000 : 0);
  return Buffer.concat([...(hasHeader ? [part(0xa000_0000)] : []), text(bodyBytes), footer]);
}

function id3v2(bodyBytes: number): Buffer {
  const size = [21, 14, 7, 0].map((shift) => (bodyBytes >> shift) & 127);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([3, 0, 0, ...size]), text(bodyBytes)]);
}

function chunk(id: string, body: Buffer, isBigEndian = false): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  if (isBigEndian) head.writeUInt32BE(body.length, 4);
  else head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** The file with a chunk behind its own that the size in its head counts. */
function withCounted(whole: Buffer, added: Buffer): Buffer {
  const bytes = Buffer.concat([whole, added]);
  if (whole.toString('latin1', 0, 4) === 'RIFF') bytes.writeUInt32LE(bytes.length - 8, 4);
  else bytes.writeUInt32BE(bytes.length - 8, 4);
  return bytes;
}

const cafChunk = (body: Buffer) => {
  const head = Buffer.alloc(12);
  head.write('info', 'latin1');
  head.writeBigUInt64BE(BigInt(body.length), 4);
  return Buffer.concat([head, body]);
};

const list = chunk('LIST', Buffer.concat([Buffer.from('INFO'), chunk('INAM', text(3_001))]));

type Append = (whole: Buffer) => Buffer;
const appended =
  (...tail: Buffer[]): Append =>
  (whole) =>
    Buffer.concat([whole, ...tail]);

const TAILS: Readonly<Record<string, Append>> = {
  'an ID3v1 tag': appended(id3v1),
  'an APEv2 tag': appended(ape(700, true)),
  'an APEv1 tag': appended(ape(700, false)),
  'an APEv2 and an ID3v1 tag': appended(ape(700, true), id3v1),
  'an ID3v2 tag': appended(id3v2(5_000)),
  'the name of a tag before other bytes': appended(Buffer.from('TAG'), Buffer.alloc(30_000, 0xa5)),
  'a chunk that is not counted': appended(list),
  'a counted chunk': (whole) => withCounted(whole, list),
  'a counted chunk and an ID3v1 tag that is not': (whole) =>
    Buffer.concat([withCounted(whole, chunk('id3 ', id3v2(401))), id3v1]),
};

const CASES: readonly (readonly [string, string, number, Container, Readonly<Record<string, Append>>])[] = [
  ['WAV', 's24le', 1, wave('s24le'), TAILS],
  ['WAV', 's16le', 2, wave('s16le'), TAILS],
  [
    'AIFF',
    's24be',
    1,
    aiff(24),
    {
      'an ID3v1 tag': appended(id3v1),
      'a counted chunk': (whole) => withCounted(whole, chunk('ID3 ', id3v2(3_001), true)),
    },
  ],
  ['CAF', 's16be', 2, caf('s16be'), { 'a chunk': appended(cafChunk(text(5_001))) }],
  ['AU', 's16be', 2, au('s16be'), { 'an ID3v1 tag': appended(id3v1) }],
];

const CHANGES: Readonly<Record<string, (whole: Buffer, at: number) => Buffer>> = {
  'from which a byte was removed': (whole, at) =>
    Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]),
  'from which 1,001 bytes were removed': (whole, at) =>
    Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1_001)]),
  'into which 5 bytes were inserted': (whole, at) =>
    Buffer.concat([whole.subarray(0, at), Buffer.from([201, 17, 99, 140, 60]), whole.subarray(at)]),
};

describe.each(thinned(CASES, 2))(
  'a file of %s with %s in %d channels',
  (_, stored, channels, [demuxer, wrap], tails) => {
    const format = formatNamed(stored);
    const data = packed(soundOf(MUSICAL_SOUNDS.music, FRAMES, channels, 5), format);
    const whole = wrap(data, channels);
    const at = whole.indexOf(data) + PLACE * channels * format.bytes;

    describe.each(Object.entries(CHANGES))('%s', (_change, changed) => {
      it.each(Object.entries(tails))('keeps its sound and its time before %s', async (_tail, append) => {
        const { pcm, frameBytes, sound } = await opened(changed(append(whole), at), demuxer);
        const guard = AROUND_S * RATE;
        const before = (PLACE - guard) * frameBytes;
        const behind = (PLACE + guard) * frameBytes;
        expect(sound.subarray(0, before).equals(data.subarray(0, before))).toBe(true);
        expect(sound.subarray(behind).equals(data.subarray(behind, sound.length))).toBe(true);
        expect(sound.length).toBe(pcm.frames * frameBytes);
        expect(pcm.frames).toBeGreaterThanOrEqual(FRAMES - 1);
        expect(pcm.frames).toBeLessThanOrEqual(FRAMES);
        expect(pcm.realigned?.silentAt).toHaveLength(1);
        expect(pcm.realigned?.silentAt[0]?.lengthS).toBeLessThan(AROUND_S);
      });
    });

    it.each(Object.entries(tails))(
      'of which nothing is missing is read as it is before %s',
      async (__, append) => {
        const { pcm, sound } = await opened(append(whole), demuxer);
        expect(sound.equals(data)).toBe(true);
        expect(pcm).toMatchObject({ realigned: null, missingFrames: 0 });
      },
    );
  },
);

describe('bytes that are no tag in a file that is too long', () => {
  const format = formatNamed('s24le');
  const data = packed(soundOf(MUSICAL_SOUNDS.music, FRAMES, 1, 5), format);
  const [demuxer, wrap] = wave('s24le');
  const whole = wrap(data, 1);
  const at = whole.indexOf(data) + PLACE * 3;
  const noise = Buffer.from(Array.from({ length: 30_000 }, (_, i) => ((i * i * 31 + 97 * i) >> 3) & 255));

  it.each([
    ['noise', noise],
    ['zeros', Buffer.alloc(30_000)],
  ])(
    'are not taken for inserted ones where they are %s behind it, and a byte was removed',
    async (_, tail) => {
      const { pcm, sound } = await opened(
        Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1), tail]),
        demuxer,
      );
      const behind = 3 * (PLACE + AROUND_S * RATE);
      expect(sound.subarray(behind).equals(data.subarray(behind, sound.length))).toBe(true);
      expect(FRAMES - pcm.frames).toBeLessThanOrEqual(1);
      expect(pcm.realigned?.silentAt[0]?.lengthS).toBeLessThan(AROUND_S);
    },
  );

  it.each([
    ['noise', noise.subarray(0, 29_999)],
    ['other sound', data.subarray(3_001, 33_000)],
  ])('are silenced where they are %s that was inserted into it', async (_, inserted) => {
    const { pcm, sound } = await opened(
      Buffer.concat([whole.subarray(0, at), inserted, whole.subarray(at)]),
      demuxer,
    );
    const behind = 3 * (PLACE + 0.5 * RATE);
    expect(sound.subarray(behind).equals(data.subarray(behind))).toBe(true);
    expect(pcm.frames).toBe(FRAMES);
  });
});
