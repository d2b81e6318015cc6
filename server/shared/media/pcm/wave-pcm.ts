// Reads what WAV files declare about uncompressed samples: RIFF, RIFX, RF64, BW64 and Wave64, chunks in any order.
import type { FileHandle } from 'node:fs/promises';
import { type Chunk, type ChunkHead, chunksOf, iffHead, presentBytes, readAt, wave64Head } from './chunks';
import { formatOf, type PcmDeclaration, type SampleFormat } from './pcm-format';

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** A length that stands elsewhere, or was never filled in. */
const UNKNOWN_32 = 0xffff_ffff;
const RIFF_CHUNKS_AT = 12;
const WAVE64_CHUNKS_AT = 40;

interface WaveFields {
  readonly isFloat: boolean;
  readonly channels: number;
  readonly sampleRate: number;
  readonly byteRate: number;
  readonly blockAlign: number;
  /** Bits of a sample as the format's base part says. */
  readonly containerBits: number;
  readonly validBits: number;
}

/** The fields of a `fmt ` chunk, or null when its samples are compressed or nothing that is known. */
function readFields(fmt: Buffer, bigEndian: boolean): WaveFields | null {
  if (fmt.length < 14) return null;
  const u16 = (at: number) => (bigEndian ? fmt.readUInt16BE(at) : fmt.readUInt16LE(at));
  const u32 = (at: number) => (bigEndian ? fmt.readUInt32BE(at) : fmt.readUInt32LE(at));
  const isExtended = u16(0) === EXTENSIBLE && fmt.length >= 40;
  // The GUID of a subformat begins with the tag; its rest says nothing more, and writers get it wrong. All zero: PCM.
  const tag = isExtended ? u32(24) || INTEGER : u16(0) === EXTENSIBLE ? INTEGER : u16(0);
  if (tag !== INTEGER && tag !== FLOAT) return null;
  const [channels, sampleRate] = [u16(2), u32(4)];
  if (channels === 0 || sampleRate === 0) return null;
  const containerBits = fmt.length >= 16 ? u16(14) : 0;
  const validBits = (isExtended && u16(18)) || containerBits;
  return {
    isFloat: tag === FLOAT,
    ...{ channels, sampleRate, byteRate: u32(8), blockAlign: u16(12) },
    ...{ containerBits, validBits },
  };
}

/** The sample sizes that the fields name, the one that most agree on first. */
function sampleSizes(fields: WaveFields): { sizes: number[]; hasMajority: boolean } {
  const { channels, sampleRate, byteRate, blockAlign, containerBits, validBits } = fields;
  const byBits = Math.ceil(Math.max(containerBits, validBits) / 8);
  const named = [blockAlign / channels, byteRate / (sampleRate * channels), byBits];
  const votes = new Map<number, number>();
  for (const size of named) {
    if (Number.isInteger(size) && size > 0) votes.set(size, (votes.get(size) ?? 0) + 1);
  }
  // At equal votes the larger: a sample may lie in more bytes than it has valid bits, never in fewer.
  const ranked = [...votes].sort(([a, m], [b, n]) => n - m || b - a);
  return {
    sizes: ranked.map(([size]) => size),
    hasMajority: ranked.length === 1 || (ranked[0]?.[1] ?? 0) > 1,
  };
}

function declare(
  fields: WaveFields,
  bigEndian: boolean,
): Omit<PcmDeclaration, 'dataOffset' | 'dataBytes' | 'missingBytes'> | null {
  const { sizes, hasMajority } = sampleSizes(fields);
  const kind = fields.isFloat ? 'float' : 'integer';
  const formats = sizes
    .map((bytes) => formatOf(kind, bytes, bigEndian, 'unsigned'))
    .filter((format): format is SampleFormat => format !== null);
  const [first, ...others] = formats;
  if (!first) return null;
  const { channels, sampleRate, validBits } = fields;
  const bits = validBits || first.bytes * 8;
  const isFirst = first.bytes === sizes[0];
  return { channels, sampleRate, bits, formats: [first, ...others], hasMajority: hasMajority && isFirst };
}

/** Whether a chunk that claims to be empty is: one that a recorder never finished is followed by samples. */
async function isReallyEmpty(file: FileHandle, { at }: Chunk, fileBytes: number): Promise<boolean> {
  const next = await readAt(file, at, 8);
  if (next.length < 8) return true;
  return /^[\x20-\x7e]{4}$/.test(next.toString('latin1', 0, 4)) && at + 8 + next.readUInt32LE(4) <= fileBytes;
}

interface WaveChunks {
  readonly fmt: Buffer | null;
  readonly data: Chunk | null;
  /** The length of the data as RF64 and BW64 keep it. */
  readonly longBytes: number;
}

/** Finds the format and the samples, whichever comes first. */
async function findChunks(file: FileHandle, start: number, head: ChunkHead): Promise<WaveChunks> {
  let fmt: Buffer | null = null;
  let data: Chunk | null = null;
  let longBytes = 0;
  for await (const chunk of chunksOf(file, start, head)) {
    if (chunk.id === 'fmt ') fmt ??= await readAt(file, chunk.at, Math.min(chunk.size, 64));
    if (chunk.id === 'data') data ??= chunk;
    if (chunk.id === 'ds64') {
      const body = await readAt(file, chunk.at, 16);
      if (body.length === 16) longBytes = Number(body.readBigUInt64LE(8));
    }
    if (fmt && data) break;
  }
  return { fmt, data, longBytes };
}

/** How many bytes of samples there are: a recorder that was stopped leaves a length of nothing or of everything. */
async function sampleBytes(file: FileHandle, fileBytes: number, data: Chunk, claimed: number) {
  const isOpen = claimed === UNKNOWN_32 || (claimed === 0 && !(await isReallyEmpty(file, data, fileBytes)));
  return presentBytes(data.at, isOpen ? Number.POSITIVE_INFINITY : claimed, fileBytes);
}

/**
 * Reads the declaration of a WAV or Wave64 file.
 * @returns null when its samples are compressed, or the header is none that can be read
 */
export async function readWavePcm(file: FileHandle, fileBytes: number): Promise<PcmDeclaration | null> {
  const form = (await readAt(file, 0, 4)).toString('latin1');
  const isWave64 = form === 'riff';
  const bigEndian = form === 'RIFX';
  const chunks = await findChunks(
    file,
    isWave64 ? WAVE64_CHUNKS_AT : RIFF_CHUNKS_AT,
    isWave64 ? wave64Head : iffHead(bigEndian),
  );
  const { fmt, data, longBytes } = chunks;
  const fields = fmt && readFields(fmt, bigEndian);
  const declared = fields && declare(fields, bigEndian);
  if (!declared || !data) return null;
  const isLong = (form === 'RF64' || form === 'BW64') && data.size === UNKNOWN_32;
  const present = await sampleBytes(file, fileBytes, data, isLong ? longBytes : data.size);
  return { ...declared, dataOffset: data.at, ...present };
}
