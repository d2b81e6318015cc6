// How uncompressed samples are found to lie in files whose headers are unusual, contradictory or wrong.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeWhole } from '../decode';
import { runTool } from '../tool';
import { ffmpegFormat } from './pcm-format';
import { readPcm } from './read-pcm';
import { guid, integers, sine, type WaveClaims, waveFile } from './testing/wav-files';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'pcm-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function written(bytes: Buffer, name = 'a.wav'): Promise<string> {
  const file = path.join(dir, name);
  await writeFile(file, bytes);
  return file;
}

const SINE = sine();
const floats = (scale = 1) => Buffer.from(Float32Array.from(SINE, (x) => x * scale).buffer);
const doubles = () => Buffer.from(Float64Array.from(SINE).buffer);
const bytes = (centre: number) => Buffer.from(Int8Array.from(SINE, (x) => Math.round(x * 127) + centre));
const extensible = (validBits: number, subformat = guid(1)) => ({ validBits, guid: subformat });
const rightAligned = (bits: number, size: number) => {
  const out = Buffer.alloc(SINE.length * size);
  SINE.forEach((x, i) => {
    out.writeIntLE(Math.round(x * (2 ** (bits - 1) - 1)), i * size, size);
  });
  return out;
};
/** A sine of four bits with their negative zeros. */
const lowBitFloats = () => Buffer.from(Float32Array.from(SINE, (x) => Math.round(x * 8) / 8).buffer);
/** The sine under hiss: as rough as dense music with cymbals, near 0.25. */
const DENSE = (() => {
  let seed = 7;
  return SINE.map((x) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return x + 0.2 * (seed / 1_073_741_824 - 1);
  });
})();
const NONSENSE = 'f'.repeat(32);

const CASES: [name: string, claims: WaveClaims, data: Buffer, format: string, scale?: number][] = [
  ['24 bits in 32', { bits: 32, blockAlign: 8, extensible: extensible(24) }, integers(SINE, 24, 4), 's32le'],
  ['20 bits in 32', { bits: 32, blockAlign: 8, extensible: extensible(20) }, integers(SINE, 20, 4), 's32le'],
  ['20 bits in 24', { bits: 24, blockAlign: 6, extensible: extensible(20) }, integers(SINE, 20, 3), 's24le'],
  ['20 bits in 24 of old', { bits: 20, blockAlign: 6 }, integers(SINE, 20, 3), 's24le'],
  ['24 bits in 32 of old', { bits: 24, blockAlign: 8 }, integers(SINE, 24, 4), 's32le'],
  ['12 bits in 16', { bits: 12, blockAlign: 4 }, integers(SINE, 12, 2), 's16le'],
  ['16 bits in 32', { bits: 32, blockAlign: 8, extensible: extensible(16) }, integers(SINE, 16, 4), 's32le'],
  ['8 bits', { bits: 8, blockAlign: 2 }, bytes(128), 'u8'],
  ['8 bits that are signed', { bits: 8, blockAlign: 2 }, bytes(0), 's8'],
  ['a block of one sample', { bits: 16, blockAlign: 2, byteRate: 176_400 }, integers(SINE, 16, 2), 's16le'],
  ['a block too large', { bits: 16, blockAlign: 8, byteRate: 176_400 }, integers(SINE, 16, 2), 's16le'],
  ['no block', { bits: 24, blockAlign: 0, byteRate: 0 }, integers(SINE, 24, 3), 's24le'],
  ['no bits', { bits: 0, blockAlign: 4 }, integers(SINE, 16, 2), 's16le'],
  ['three sizes', { bits: 16, blockAlign: 6, byteRate: 352_800 }, integers(SINE, 24, 3), 's24le'],
  ['a wrong majority', { bits: 16, blockAlign: 4, byteRate: 264_600 }, integers(SINE, 24, 3), 's24le'],
  [
    'a size that the frames confirm',
    { bits: 24, blockAlign: 4, byteRate: 264_600, frames: 22_050 },
    integers(SINE, 16, 2),
    's16le',
  ],
  [
    '16 bits over quiet 24',
    { bits: 16, blockAlign: 6 },
    integers(
      SINE.map((x) => x / 512),
      24,
      3,
    ),
    's24le',
  ],
  ['floats', { tag: 3, bits: 32, blockAlign: 8 }, floats(), 'f32le'],
  ['floats of 24 bits', { tag: 3, bits: 24, blockAlign: 8 }, floats(), 'f32le'],
  ['floats that say 32 and are 64', { tag: 3, bits: 32, blockAlign: 16 }, doubles(), 'f64le'],
  ['floats as integers', { bits: 32, blockAlign: 8 }, floats(), 'f32le'],
  ['integers as floats', { tag: 3, bits: 32, blockAlign: 8 }, integers(SINE, 32, 4), 's32le'],
  [
    'floats of full scale in a subformat of integers',
    { bits: 32, blockAlign: 8, extensible: extensible(24) },
    floats(),
    'f32le',
  ],
  ['floats in blocks of 16 bits', { bits: 16, blockAlign: 8 }, floats(), 'f32le'],
  ['doubles as integers', { bits: 64, blockAlign: 16 }, doubles(), 'f64le'],
  ['floats as doubles', { tag: 3, bits: 64, blockAlign: 16 }, floats(), 'f32le'],
  ['doubles as floats', { tag: 3, bits: 32, blockAlign: 8 }, doubles(), 'f64le'],
  ['floats of 4 bits as integers', { bits: 32, blockAlign: 8 }, lowBitFloats(), 'f32le'],
  [
    '24 bits at the low end as floats',
    { tag: 3, bits: 32, blockAlign: 8 },
    rightAligned(24, 4),
    's32le',
    256,
  ],
  ['dense music in the other order', { bits: 16, blockAlign: 4 }, integers(DENSE, 16, 2, true), 's16be'],
  ['24 bits in the other order', { bits: 24, blockAlign: 6 }, integers(DENSE, 24, 3, true), 's24be'],
  ['16 bits as 24', { bits: 24, blockAlign: 6 }, integers(DENSE, 16, 2), 's16le'],
  ['floats of the scale of 24 bits', { bits: 24, blockAlign: 8 }, floats(2 ** 23), 'f32le', 2 ** -23],
  [
    '24 bits at the low end',
    { bits: 32, blockAlign: 8, extensible: extensible(24) },
    rightAligned(24, 4),
    's32le',
    256,
  ],
  ['12 bits at the low end', { bits: 12, blockAlign: 4 }, rightAligned(12, 2), 's16le', 16],
  [
    'a subformat of nothing',
    { bits: 16, blockAlign: 4, extensible: extensible(16, '0'.repeat(32)) },
    integers(SINE, 16, 2),
    's16le',
  ],
  [
    'a subformat with a strange end',
    { bits: 16, blockAlign: 4, extensible: extensible(16, `01000000${'a'.repeat(24)}`) },
    integers(SINE, 16, 2),
    's16le',
  ],
  ['samples before the format', { bits: 16, blockAlign: 4, dataFirst: true }, integers(SINE, 16, 2), 's16le'],
  ['RIFX', { form: 'RIFX', bits: 24, blockAlign: 6 }, integers(SINE, 24, 3, true), 's24be'],
  ['the other order of bytes', { bits: 16, blockAlign: 4 }, integers(SINE, 16, 2, true), 's16be'],
  ['no length', { bits: 16, blockAlign: 4, claimedBytes: 0 }, integers(SINE, 16, 2), 's16le'],
  [
    'a length without end',
    { bits: 16, blockAlign: 4, claimedBytes: 0xffff_ffff },
    integers(SINE, 16, 2),
    's16le',
  ],
];

describe('readPcm', () => {
  it.each(CASES)('reads %s', async (_name, claims, data, format, scale = 1) => {
    const pcm = await readPcm(await written(waveFile(claims, data)), 'wav');
    expect(pcm && ffmpegFormat(pcm.format)).toBe(format);
    expect(pcm).toMatchObject({ scale, frames: SINE.length / 2, channels: 2, sampleRate: 44_100 });
  });

  it('leaves noise as the header declares it', async () => {
    let seed = 1;
    const noise = Float64Array.from({ length: 40_000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 1_073_741_824 - 1;
    });
    for (const size of [1, 2, 3, 4] as const) {
      const data = integers(noise, size * 8, size);
      const pcm = await readPcm(
        await written(waveFile({ bits: size * 8, blockAlign: size * 2 }, data)),
        'wav',
      );
      expect(pcm && ffmpegFormat(pcm.format)).toBe(size === 1 ? 'u8' : `s${size * 8}le`);
    }
  });

  it('keeps a square wave of integers and very quiet sound what they are', async () => {
    const square = Float64Array.from(SINE, (x) => (x < 0 ? -0.5 : 0.5));
    const quiet = SINE.map((x) => x / 2 ** 12);
    for (const [samples, size] of [
      [square, 4],
      [quiet, 2],
      [quiet, 3],
      [quiet, 4],
    ] as const) {
      const claims = { bits: size * 8, blockAlign: size * 2 };
      const pcm = await readPcm(await written(waveFile(claims, integers(samples, size * 8, size))), 'wav');
      expect(pcm && ffmpegFormat(pcm.format)).toBe(`s${size * 8}le`);
      expect(pcm?.scale).toBe(1);
    }
  });

  it('keeps cymbals of one side beside a bass on the other, and clicks of one side, what they are', async () => {
    let seed = 3;
    const panned = Float64Array.from(SINE, (_, i) => {
      seed = (seed * 48_271) % 2_147_483_647;
      if (i % 2 === 0) return 0.5 * (seed / 1_073_741_824 - 1);
      return 0.4 * Math.sin((2 * Math.PI * 60 * (i >> 1)) / 44_100);
    });
    const clicks = Float64Array.from(SINE, (_, i) => (i % 1_002 === 1 ? (i % 7) / 8 : 0));
    for (const samples of [panned, clicks]) {
      for (const size of [2, 3, 4] as const) {
        const claims = { bits: size * 8, blockAlign: size * 2 };
        const pcm = await readPcm(await written(waveFile(claims, integers(samples, size * 8, size))), 'wav');
        expect(pcm && ffmpegFormat(pcm.format)).toBe(`s${size * 8}le`);
      }
      const data = Buffer.from(Float32Array.from(samples).buffer);
      const pcm = await readPcm(await written(waveFile({ tag: 3, bits: 32, blockAlign: 8 }, data)), 'wav');
      expect(pcm && ffmpegFormat(pcm.format)).toBe('f32le');
      const long = Buffer.from(Float64Array.from(samples).buffer);
      const deep = await readPcm(await written(waveFile({ tag: 3, bits: 64, blockAlign: 16 }, long)), 'wav');
      expect(deep && ffmpegFormat(deep.format)).toBe('f64le');
    }
  });

  it('rejects a header that contradicts itself when the samples do not resolve it', async () => {
    const noise = Buffer.from(
      Uint8Array.from({ length: 96_000 }, (_, i) => (Math.imul(i, 2_654_435_761) >>> 13) & 255),
    );
    const file = await written(waveFile({ bits: 8, blockAlign: 6, byteRate: 176_400 }, noise));
    await expect(readPcm(file, 'wav')).rejects.toThrow('contradicts itself');
  });

  it.each([
    ['IMA ADPCM', 0x11],
    ["Microsoft's ADPCM", 2],
  ])('refuses RIFX with %s in one sentence', async (_, tag) => {
    const file = await written(
      waveFile({ form: 'RIFX', tag, bits: 4, blockAlign: 1_024 }, Buffer.alloc(8_192)),
    );
    await expect(readPcm(file, 'wav')).rejects.toThrow(
      'Big-endian WAV files (RIFX) are read only without compression.',
    );
  });

  it('leaves RIFX of mu-law, whose samples have one byte, to FFmpeg', async () => {
    const claims = { form: 'RIFX', tag: 7, bits: 8, blockAlign: 2 } as const;
    expect(await readPcm(await written(waveFile(claims, integers(SINE, 16, 2))), 'wav')).toBeNull();
  });

  it('leaves compressed samples and unknown kinds to FFmpeg', async () => {
    const data = integers(SINE, 16, 2);
    for (const claims of [
      { tag: 0x55, bits: 0, blockAlign: 1 },
      { tag: 7, bits: 8, blockAlign: 2 },
      { bits: 16, blockAlign: 4, extensible: extensible(16, NONSENSE) },
    ]) {
      expect(await readPcm(await written(waveFile(claims, data)), 'wav')).toBeNull();
    }
  });

  it.each([
    ['a.aiff', ['-c:a', 'pcm_s24be'], 'aiff', 's24be'],
    ['a.aif', ['-c:a', 'pcm_s16le', '-f', 'aiff'], 'aiff', 's16le'],
    ['f.aiff', ['-c:a', 'pcm_f32be'], 'aiff', 'f32be'],
    ['a.caf', ['-c:a', 'pcm_f32le'], 'caf', 'f32le'],
    ['b.caf', ['-c:a', 'pcm_s24be'], 'caf', 's24be'],
    ['a.w64', ['-c:a', 'pcm_s24le'], 'w64', 's24le'],
    ['rf64.wav', ['-c:a', 'pcm_s24le', '-rf64', 'always'], 'wav', 's24le'],
    ['bwf.wav', ['-c:a', 'pcm_s16le', '-write_bext', '1'], 'wav', 's16le'],
  ] as const)('reads %s as FFmpeg wrote it', async (name, args, demuxer, format) => {
    const source = await written(waveFile({ tag: 3, bits: 32, blockAlign: 8 }, floats()), 'source.wav');
    const file = path.join(dir, name);
    await runTool('ffmpeg', ['-v', 'error', '-y', '-i', source, ...args, file]);
    const pcm = await readPcm(file, demuxer);
    expect(pcm && ffmpegFormat(pcm.format)).toBe(format);
    expect(pcm?.frames).toBe(SINE.length / 2);
  });
});

describe('decoding uncompressed samples', () => {
  it.each([
    ['24 bits in 32', { bits: 32, blockAlign: 8, extensible: extensible(24) }, integers(SINE, 24, 4)],
    ['RIFX', { form: 'RIFX', bits: 16, blockAlign: 4 }, integers(SINE, 16, 2, true)],
    [
      '64-bit integers',
      { bits: 64, blockAlign: 16 },
      Buffer.from(BigInt64Array.from(SINE, (x) => BigInt(Math.round(x * 2 ** 62)) * 2n).buffer),
    ],
    ['12 bits at the low end', { bits: 12, blockAlign: 4 }, rightAligned(12, 2)],
    [
      'two channels for one side',
      { bits: 16, blockAlign: 4, extensible: { ...extensible(16), mask: 9 } },
      integers(SINE, 16, 2),
    ],
  ] as const)('returns the sound of %s', async (_, claims, data) => {
    const file = await written(waveFile(claims, data));
    const [left, right] = await decodeWhole(file, { sampleRate: 44_100, channels: 2 });
    expect(left).toHaveLength(SINE.length / 2);
    for (const [side, plane] of [left, right].entries()) {
      const error = plane?.reduce((most, x, i) => Math.max(most, Math.abs(x - (SINE[2 * i + side] ?? 0))), 0);
      expect(error).toBeLessThan(1e-3);
    }
  });
});
