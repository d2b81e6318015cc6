// Counting ID3 frames: every version, chapters and their own frames, padding in between, and floods of them.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countId3Frames } from './id3-frames';
import { sniffAudio } from './sniff';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'isomix-id3-'));
});
afterAll(() => rm(folder, { recursive: true }));

const syncsafe = (n: number) => Buffer.from([(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127]);

function bytesOf(n: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(n, 0, length);
  return bytes;
}

/** A frame; `plain` writes its size in version 4 as version 3 does. */
function frame(version: number, name: string, body: Buffer, plain = version === 3): Buffer {
  if (version === 2) return Buffer.concat([Buffer.from(name.slice(0, 3)), bytesOf(body.length, 3), body]);
  const size = plain ? bytesOf(body.length, 4) : syncsafe(body.length);
  return Buffer.concat([Buffer.from(name), size, Buffer.alloc(2), body]);
}

function tag(version: number, body: Buffer, flags = 0): Buffer {
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, flags]), syncsafe(body.length), body]);
}

const chapter = (name: string, ...inner: readonly Buffer[]) =>
  frame(3, 'CHAP', Buffer.concat([Buffer.from(`${name}\0`), Buffer.alloc(16), ...inner]));

async function count(bytes: Buffer, most = 1_000_000): Promise<number> {
  const file = path.join(folder, 'tag');
  await writeFile(file, bytes);
  const handle = await open(file);
  try {
    return await countId3Frames(handle, 0, most);
  } finally {
    await handle.close();
  }
}

describe('countId3Frames', () => {
  it.each([2, 3, 4])(
    'counts what is in a tag of version 2.%i, with padding between and behind',
    async (version) => {
      const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(bodies, fc.nat(3), async (all, zeros) => {
          const padding = Buffer.alloc(zeros * (version === 2 ? 6 : 10));
          const frames = all.flatMap((body) => [frame(version, 'TXXX', Buffer.from(body)), padding]);
          const whole = tag(version, Buffer.concat([...frames, Buffer.alloc(200)]));
          expect(await count(whole)).toBe(all.length);
        }),
        { numRuns: 30 },
      );
    },
  );

  it('counts frames of version 4 whose sizes are written as in version 3', async () => {
    const frames = Array.from({ length: 5 }, () => frame(4, 'TXXX', Buffer.alloc(300, 1), true));
    expect(await count(tag(4, Buffer.concat(frames)))).toBe(5);
  });

  it('counts chapters and the frames in them', async () => {
    const title = frame(3, 'TIT2', Buffer.from('\x03one'));
    expect(await count(tag(3, Buffer.concat([chapter('a', title, title), chapter('b'), title])))).toBe(5);
  });

  it('steps over an extended header', async () => {
    const extended = Buffer.concat([bytesOf(6, 4), Buffer.alloc(6)]);
    expect(await count(tag(3, Buffer.concat([extended, frame(3, 'TIT2', Buffer.from('x'))]), 0x40))).toBe(1);
  });

  it('ends for any bytes, and counts no more than asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.constantFrom(2, 3, 4),
        async (bytes, version) => {
          expect(await count(tag(version, Buffer.from(bytes)), 20)).toBeLessThanOrEqual(20);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a file with a flood of frames', () => {
  const zeros = Buffer.concat([frame(3, '\0\0\0\0', Buffer.from([1]))]);
  it.each([
    ['chapters', Buffer.concat(Array.from({ length: 300_000 }, () => chapter('a')))],
    [
      'chapters behind zeros',
      Buffer.concat([zeros, Buffer.alloc(70_000), ...Array.from({ length: 5_000 }, () => chapter('a'))]),
    ],
    [
      'frames in one chapter',
      chapter('a', ...Array.from({ length: 5_000 }, () => frame(3, 'TIT2', Buffer.from('x')))),
    ],
  ])('is refused: %s', async (_name, body) => {
    const file = path.join(folder, 'flood.mp3');
    await writeFile(file, tag(3, body));
    await expect(sniffAudio(file)).rejects.toThrow('more tags than can be read');
  });

  it('is refused however the frames are spread over tags', async () => {
    const some = tag(3, Buffer.concat(Array.from({ length: 1_000 }, () => chapter('a'))));
    const file = path.join(folder, 'spread.mp3');
    await writeFile(file, Buffer.concat(Array.from({ length: 5 }, () => some)));
    await expect(sniffAudio(file)).rejects.toThrow('more tags than can be read');
  });
});
