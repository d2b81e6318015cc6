// The length reaches the header however the stream is cut, and nothing else changes.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withFlacLength } from './flac-length';

async function passed(pieces: readonly Buffer[], totalSamples: number): Promise<Buffer> {
  async function* stream() {
    yield* pieces;
  }
  const out: Buffer[] = [];
  for await (const piece of withFlacLength(stream(), totalSamples)) out.push(piece);
  return Buffer.concat(out);
}

it('fills in 36 bits and leaves every other bit alone', async () => {
  const anyLength = fc.integer({ min: 0, max: 2 ** 36 - 1 });
  const bytes = fc.uint8Array({ minLength: 26, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(bytes, anyLength, fc.integer({ min: 1, max: 30 }), async (data, length, cut) => {
      const pieces = [Buffer.from(data.subarray(0, cut)), Buffer.from(data.subarray(cut))];
      const out = await passed(pieces, length);
      expect((out.readUInt8(21) & 0x0f) * 2 ** 32 + out.readUInt32BE(22)).toBe(length);
      expect(out.readUInt8(21) & 0xf0).toBe(Buffer.from(data).readUInt8(21) & 0xf0);
      expect(out.subarray(0, 21)).toEqual(Buffer.from(data.subarray(0, 21)));
      expect(out.subarray(26)).toEqual(Buffer.from(data.subarray(26)));
    }),
  );
});

it('passes on a stream that ends before its header does, and refuses impossible lengths', async () => {
  expect(await passed([Buffer.from('fLaC')], 10)).toEqual(Buffer.from('fLaC'));
  await expect(passed([], 2 ** 36)).rejects.toThrow(RangeError);
});
