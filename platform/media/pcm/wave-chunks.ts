// Finds the chunks of a WAV file that say how it is to be read: RIFF, RIFX, RF64, BW64 and Wave64, in any order.
import type { FileHandle } from 'node:fs/promises';
import { type Chunk, chunksOf, iffHead, readAt, wave64Head } from './chunks';

const RIFF_CHUNKS_AT = 12;
const WAVE64_CHUNKS_AT = 40;
/** The length of a file that was not finished or is longer than 32 bits can say. */
const UNKNOWN_32 = 0xffff_ffff;

export interface WaveChunks {
  /** `RIFF`, `RIFX`, `RF64`, `BW64`, or `riff` of Wave64. */
  readonly form: string;
  readonly bigEndian: boolean;
  /** Where the file ends by its own head; 0 where that says nothing. */
  readonly endAt: number;
  readonly fmt: Buffer | null;
  readonly data: Chunk | null;
  /** The length of the data as RF64 and BW64 keep it. */
  readonly longBytes: number;
  /** The number of frames as the `fact` chunk has it, 0 without one. */
  readonly frames: number;
}

/** The number of frames in a `fact` chunk. */
async function readFact(file: FileHandle, { at, size }: Chunk, bigEndian: boolean): Promise<number> {
  const body = await readAt(file, at, 4);
  if (size < 4 || body.length < 4) return 0;
  return bigEndian ? body.readUInt32BE(0) : body.readUInt32LE(0);
}

/** The length of the data in a `ds64` chunk. */
async function readLongBytes(file: FileHandle, { at }: Chunk): Promise<number> {
  const body = await readAt(file, at, 16);
  return body.length === 16 ? Number(body.readBigUInt64LE(8)) : 0;
}

/** Which kind of file it is, and where it ends by its own head. */
async function readForm(file: FileHandle): Promise<Pick<WaveChunks, 'form' | 'bigEndian' | 'endAt'>> {
  const start = await readAt(file, 0, RIFF_CHUNKS_AT);
  const form = start.toString('latin1', 0, 4);
  const bigEndian = form === 'RIFX';
  if (form === 'riff' || start.length < 8) return { form, bigEndian, endAt: 0 };
  const size = bigEndian ? start.readUInt32BE(4) : start.readUInt32LE(4);
  return { form, bigEndian, endAt: size === 0 || size === UNKNOWN_32 ? 0 : 8 + size };
}

/** Finds the format and the samples, whichever comes first. */
export async function readWaveChunks(file: FileHandle): Promise<WaveChunks> {
  const start = await readForm(file);
  const isWave64 = start.form === 'riff';
  const known = new Map<string, Chunk>();
  const chunks = chunksOf(
    file,
    isWave64 ? WAVE64_CHUNKS_AT : RIFF_CHUNKS_AT,
    isWave64 ? wave64Head : iffHead(start.bigEndian),
  );
  for await (const chunk of chunks) {
    if (!known.has(chunk.id)) known.set(chunk.id, chunk);
    if (known.has('fmt ') && known.has('data')) break;
  }
  const [fmt, fact, ds64] = ['fmt ', 'fact', 'ds64'].map((id) => known.get(id));
  return {
    ...start,
    fmt: fmt ? await readAt(file, fmt.at, Math.min(fmt.size, 64)) : null,
    data: known.get('data') ?? null,
    longBytes: ds64 ? await readLongBytes(file, ds64) : 0,
    frames: fact ? await readFact(file, fact, start.bigEndian) : 0,
  };
}
