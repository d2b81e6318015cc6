// WAV, AIFF, CAF and AU files for tests, with headers that say whatever a test wants.
import type { SampleFormat } from '../pcm-format';

export interface WaveClaims {
  readonly form?: 'RIFF' | 'RIFX' | 'RF64' | 'riff';
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits: number;
  readonly blockAlign: number;
  /** As `blockAlign` says where nothing else is wanted. */
  readonly byteRate?: number;
  /** Makes the format an extensible one. */
  readonly extensible?: { readonly validBits: number; readonly mask?: number; readonly guid: string };
  /** Puts the samples before the format. */
  readonly dataFirst?: boolean;
  /** The number of frames in a `fact` chunk before the samples; none without it. */
  readonly frames?: number;
  /** What the data chunk claims to be long. */
  readonly claimedBytes?: number;
}

/** The GUID of a subformat with that tag. */
export const guid = (tag: number): string => `0${tag}00000000001000800000aa00389b71`;

/** Half a second of a 440 Hz sine at half scale, quieter on the right: interleaved, -1 to 1. */
export function sine(frames = 22_050, channels = 2): Float64Array {
  return Float64Array.from({ length: frames * channels }, (_, i) => {
    const level = i % channels === 0 ? 0.5 : 0.25;
    return level * Math.sin((2 * Math.PI * 440 * Math.floor(i / channels)) / 44_100);
  });
}

/** Integers of `bits` valid bits at the top of `bytes` bytes. */
export function integers(samples: Float64Array, bits: number, bytes: number, bigEndian = false): Buffer {
  const out = Buffer.alloc(samples.length * bytes);
  samples.forEach((x, i) => {
    const value = Math.round(x * (2 ** (bits - 1) - 1)) * 2 ** (bytes * 8 - bits);
    if (bigEndian) out.writeIntBE(value, i * bytes, bytes);
    else out.writeIntLE(value, i * bytes, bytes);
  });
  return out;
}

/** A WAV file whose header describes `data` as specified. */
export function waveFile(claims: WaveClaims, data: Buffer): Buffer {
  const { form = 'RIFF', tag = 1, channels = 2, sampleRate = 44_100, extensible } = claims;
  const big = form === 'RIFX';
  const number = (value: number, size: number) => {
    const bytes = Buffer.alloc(size);
    if (big) bytes.writeUIntBE(value, 0, size);
    else bytes.writeUIntLE(value, 0, size);
    return bytes;
  };
  const u16 = (value: number) => number(value, 2);
  const u32 = (value: number) => number(value, 4);
  const { bits, blockAlign, byteRate = blockAlign * sampleRate } = claims;
  const base = [u16(extensible ? 0xfffe : tag), u16(channels), u32(sampleRate), u32(byteRate)];
  const extension = extensible
    ? [u16(22), u16(extensible.validBits), u32(extensible.mask ?? 3), Buffer.from(extensible.guid, 'hex')]
    : [];
  const fmt = Buffer.concat([...base, u16(blockAlign), u16(bits), ...extension]);
  const chunk = (id: string, body: Buffer, size = body.length) =>
    Buffer.concat([Buffer.from(id), u32(size), body, Buffer.alloc(body.length % 2)]);
  const fact = claims.frames === undefined ? [] : [chunk('fact', u32(claims.frames))];
  const chunks = [chunk('fmt ', fmt), ...fact, chunk('data', data, claims.claimedBytes)];
  const body = Buffer.concat(claims.dataFirst ? chunks.reverse() : chunks);
  return Buffer.concat([Buffer.from(form), u32(body.length + 4), Buffer.from('WAVE'), body]);
}

/** Samples as a format stores them, those beyond full scale clipped in integers. */
export function packed(samples: Float64Array, { kind, bytes, bigEndian }: SampleFormat): Buffer {
  if (kind === 'float') {
    const floats = bytes === 4 ? Float32Array.from(samples) : Float64Array.from(samples);
    const out = Buffer.from(floats.buffer);
    if (!bigEndian) return out;
    return bytes === 4 ? out.swap32() : out.swap64();
  }
  const full = 2 ** (8 * bytes - 1);
  const clipped = samples.map((x) => Math.max(-full, Math.min(full - 1, Math.round(x * full))));
  const out = Buffer.alloc(samples.length * bytes);
  clipped.forEach((value, i) => {
    const bits = kind === 'unsigned' ? value + full : (value + 2 * full) % (2 * full);
    if (bigEndian) out.writeUIntBE(bits, i * bytes, bytes);
    else out.writeUIntLE(bits, i * bytes, bytes);
  });
  return out;
}

/** An AIFF file of 44.1 kHz that says so many frames, or AIFF-C where `compression` names how its samples are stored. */
export function aiffFile(
  channels: number,
  bits: number,
  data: Buffer,
  compression?: string,
  frames = (data.length * 8) / (channels * bits),
): Buffer {
  const chunk = (id: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(id, 'latin1');
    head.writeUInt32BE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const comm = Buffer.alloc(18);
  comm.writeUInt16BE(channels, 0);
  comm.writeUInt32BE(frames, 2);
  comm.writeUInt16BE(bits, 6);
  comm.write('400eac44000000000000', 8, 'hex');
  const name = compression === undefined ? [] : [Buffer.from(`${compression}\0\0`, 'latin1')];
  const form = compression === undefined ? 'AIFF' : 'AIFC';
  const chunks = [
    chunk('COMM', Buffer.concat([comm, ...name])),
    chunk('SSND', Buffer.concat([Buffer.alloc(8), data])),
  ];
  return chunk('FORM', Buffer.concat([Buffer.from(form), ...chunks]));
}

/** A CAF file of 44.1 kHz that declares a format. */
export function cafFile(channels: number, { kind, bytes, bigEndian }: SampleFormat, data: Buffer): Buffer {
  const chunk = (id: string, body: Buffer) => {
    const head = Buffer.alloc(12);
    head.write(id, 'latin1');
    head.writeBigUInt64BE(BigInt(body.length), 4);
    return Buffer.concat([head, body]);
  };
  const desc = Buffer.alloc(32);
  desc.writeDoubleBE(44_100, 0);
  desc.write('lpcm', 8, 'latin1');
  const flags = (kind === 'float' ? 1 : 0) + (bigEndian ? 0 : 2);
  [flags, bytes * channels, 1, channels, 8 * bytes].forEach((field, i) => {
    desc.writeUInt32BE(field, 12 + 4 * i);
  });
  // The data begin with a count of edits.
  const chunks = [chunk('desc', desc), chunk('data', Buffer.concat([Buffer.alloc(4), data]))];
  return Buffer.concat([Buffer.from('caff'), Buffer.from([0, 1, 0, 0]), ...chunks]);
}

const AU_INTEGERS = 1;
const AU_FLOATS: Readonly<Record<number, number>> = { 4: 6, 8: 7 };

/** An AU file of 44.1 kHz that declares a format. */
export function auFile(channels: number, { kind, bytes }: SampleFormat, data: Buffer): Buffer {
  const head = Buffer.alloc(28);
  head.write('.snd', 'latin1');
  const encoding = kind === 'float' ? (AU_FLOATS[bytes] ?? 0) : AU_INTEGERS + bytes;
  [head.length, data.length, encoding, 44_100, channels].forEach((field, i) => {
    head.writeUInt32BE(field, 4 + 4 * i);
  });
  return Buffer.concat([head, data]);
}
