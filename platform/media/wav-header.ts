// Reads and writes the headers of WAV files: 16 and 24-bit integers, 32-bit float, and RF64 for reading.
import { MediaToolError, UnusableAudioError } from './errors';

export interface WavFormat {
  readonly sampleRate: number;
  readonly channels: number;
  /** 16 and 24 are integers, 32 is float. */
  readonly bitDepth: 16 | 24 | 32;
}

export interface WavHeader extends WavFormat {
  /** Where the samples begin. */
  readonly dataOffset: number;
  /** As the header says: more than there is in a cut or streamed file. */
  readonly dataBytes: number;
}

const PCM = 1;
const IEEE_FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** RIFF counts bytes in 32 bits; the header itself is counted too. */
const MAX_RIFF_BYTES = 2 ** 32 - 1 - 64;

function chunk(id: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** Bytes of one sample frame. */
export const wavFrameBytes = (format: WavFormat): number => (format.channels * format.bitDepth) / 8;

/**
 * Writes the header that goes before `frames` sample frames.
 * @throws MediaToolError when the file would exceed the size limit of WAV (4 GB)
 */
export function writeWavHeader(format: WavFormat, frames: number): Buffer {
  const frameBytes = wavFrameBytes(format);
  const dataBytes = frames * frameBytes;
  if (dataBytes > MAX_RIFF_BYTES) {
    throw new MediaToolError('A WAV file cannot be larger than 4 GB; choose FLAC or a lower bit depth.');
  }
  const isFloat = format.bitDepth === 32;
  // Float carries an (empty) extension and a `fact` chunk, as the format asks of everything that is not PCM.
  const fmt = Buffer.alloc(isFloat ? 18 : 16);
  fmt.writeUInt16LE(isFloat ? IEEE_FLOAT : PCM, 0);
  fmt.writeUInt16LE(format.channels, 2);
  fmt.writeUInt32LE(format.sampleRate, 4);
  fmt.writeUInt32LE(format.sampleRate * frameBytes, 8);
  fmt.writeUInt16LE(frameBytes, 12);
  fmt.writeUInt16LE(format.bitDepth, 14);
  const chunks = [Buffer.from('WAVE'), chunk('fmt ', fmt)];
  if (isFloat) {
    const fact = Buffer.alloc(4);
    fact.writeUInt32LE(frames);
    chunks.push(chunk('fact', fact));
  }
  const data = chunk('data', Buffer.alloc(0));
  data.writeUInt32LE(dataBytes, 4);
  const body = Buffer.concat([...chunks, data]);
  const riff = Buffer.from('RIFF\0\0\0\0', 'latin1');
  // An odd number of data bytes is padded to an even one.
  riff.writeUInt32LE(body.length + dataBytes + (dataBytes % 2), 4);
  return Buffer.concat([riff, body]);
}

function readFormat(fmt: Buffer): WavFormat {
  const tag = fmt.readUInt16LE(0);
  const bitDepth = fmt.readUInt16LE(14);
  const kind = tag === EXTENSIBLE && fmt.length >= 26 ? fmt.readUInt16LE(24) : tag;
  const known = kind === PCM ? bitDepth === 16 || bitDepth === 24 : kind === IEEE_FLOAT && bitDepth === 32;
  if (!known) throw new UnusableAudioError('The WAV file contains samples in an unsupported format.');
  return {
    channels: fmt.readUInt16LE(2),
    sampleRate: fmt.readUInt32LE(4),
    bitDepth: bitDepth as WavFormat['bitDepth'],
  };
}

interface Chunk {
  readonly id: string;
  readonly size: number;
  readonly bodyAt: number;
  /** Shorter than `size` when the bytes at hand end before the chunk does. */
  readonly body: Buffer;
}

function* chunksOf(bytes: Buffer): Generator<Chunk, void, void> {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + size);
    yield { id: bytes.toString('latin1', at, at + 4), size, bodyAt: at + 8, body };
    at += 8 + size + (size % 2);
  }
}

/**
 * Reads a header from the first bytes of a file.
 * @returns null when `bytes` end before the samples begin: read more and try again
 * @throws UnusableAudioError when it is no WAV file of the kinds this code writes
 */
export function readWavHeader(bytes: Buffer): WavHeader | null {
  if (bytes.length < 12) return null;
  if (!/^(RIFF|RF64)$/.test(bytes.toString('latin1', 0, 4))) {
    throw new UnusableAudioError('This is no WAV file.');
  }
  const seen = new Map<string, Buffer>();
  for (const { id, size, bodyAt, body } of chunksOf(bytes)) {
    if (id === 'data') return { ...headerFrom(seen, size), dataOffset: bodyAt };
    if (body.length < size) return null;
    seen.set(id, body);
  }
  return null;
}

function headerFrom(chunks: ReadonlyMap<string, Buffer>, dataSize: number): Omit<WavHeader, 'dataOffset'> {
  const fmt = chunks.get('fmt ');
  if (!fmt || fmt.length < 16)
    throw new UnusableAudioError('The WAV file does not say what its samples are.');
  // RF64 stores the lengths that do not fit into 32 bits in a chunk of their own.
  const ds64 = chunks.get('ds64');
  const dataBytes = ds64 && ds64.length >= 16 ? Number(ds64.readBigUInt64LE(8)) : dataSize;
  return { ...readFormat(fmt), dataBytes };
}
