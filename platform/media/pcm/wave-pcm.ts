// Reads what WAV files declare about uncompressed samples: RIFF, RIFX, RF64, BW64 and Wave64, chunks in any order.
import type { FileHandle } from 'node:fs/promises';
import { UnusableAudioError } from '../errors';
import { type Chunk, iffHead, readAt, wave64Head } from './chunks';
import { measureSound } from './file-tail';
import { formatOf, type PcmDeclaration, type SampleFormat } from './pcm-format';
import { readWaveChunks } from './wave-chunks';

const INTEGER = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
/** A length that is stored elsewhere, or was never filled in. */
const UNKNOWN_32 = 0xffff_ffff;

interface WaveFields {
  readonly isFloat: boolean;
  /** Whether its tag is that of samples of one byte, and its sizes are those of longer ones. */
  readonly isMislabelled: boolean;
  readonly channels: number;
  readonly sampleRate: number;
  readonly byteRate: number;
  readonly blockAlign: number;
  /** Bits of a sample as the format's base part says. */
  readonly containerBits: number;
  readonly validBits: number;
}

/** A-law and mu-law, whose samples have one byte each. */
const isCompandedTag = (tag: number): boolean => tag === A_LAW || tag === MU_LAW;

/** The fields of a `fmt ` chunk, or null when its samples are compressed or nothing that is known. */
function readFields(fmt: Buffer, bigEndian: boolean): WaveFields | null {
  if (fmt.length < 14) return null;
  const u16 = (at: number) => (bigEndian ? fmt.readUInt16BE(at) : fmt.readUInt16LE(at));
  const u32 = (at: number) => (bigEndian ? fmt.readUInt32BE(at) : fmt.readUInt32LE(at));
  const isExtended = u16(0) === EXTENSIBLE && fmt.length >= 40;
  // The GUID of a subformat begins with the tag; its rest says nothing more, and writers get it wrong. All zero: PCM.
  const tag = isExtended ? u32(24) || INTEGER : u16(0) === EXTENSIBLE ? INTEGER : u16(0);
  const [channels, sampleRate] = [u16(2), u32(4)];
  if (channels === 0 || sampleRate === 0) return null;
  const containerBits = fmt.length >= 16 ? u16(14) : 0;
  const isMislabelled = isCompandedTag(tag) && containerBits > 8 && u16(12) * 8 === containerBits * channels;
  if (tag !== INTEGER && tag !== FLOAT && !isMislabelled) return null;
  const validBits = (isExtended && u16(18)) || containerBits;
  return {
    isFloat: tag === FLOAT,
    isMislabelled,
    channels,
    sampleRate,
    byteRate: u32(8),
    blockAlign: u16(12),
    containerBits,
    validBits,
  };
}

interface SampleSizes {
  /** The one that most agree on first. */
  readonly sizes: readonly number[];
  readonly hasMajority: boolean;
  readonly isSizeCounted: boolean;
}

/**
 * The sample sizes that the fields name.
 * @param counted the size by the number of frames; whole where that is right, and no reason to doubt fields that agree
 */
function sampleSizes(fields: WaveFields, counted: number): SampleSizes {
  const { channels, sampleRate, byteRate, blockAlign, containerBits, validBits } = fields;
  const byBits = Math.ceil(Math.max(containerBits, validBits) / 8);
  const named = [blockAlign / channels, byteRate / (sampleRate * channels), byBits];
  const doAgree = new Set(named).size === 1;
  const votes = new Map<number, number>();
  for (const size of doAgree ? named : [...named, counted]) {
    if (Number.isInteger(size) && size > 0) votes.set(size, (votes.get(size) ?? 0) + 1);
  }
  // At equal votes the larger: a sample may lie in more bytes than it has valid bits, never in fewer.
  const ranked = [...votes].sort(([a, m], [b, n]) => n - m || b - a);
  const [first, second] = ranked;
  return {
    sizes: ranked.map(([size]) => size),
    hasMajority: !second || (first?.[1] ?? 0) > second[1],
    isSizeCounted: first?.[0] === counted,
  };
}

function declare(
  fields: WaveFields,
  bigEndian: boolean,
  counted: number,
): Omit<PcmDeclaration, 'dataOffset' | 'dataBytes' | 'missingBytes'> | null {
  const { sizes, hasMajority, isSizeCounted } = sampleSizes(fields, counted);
  const kind = fields.isFloat ? 'float' : 'integer';
  const formats = sizes
    .map((bytes) => formatOf(kind, bytes, bigEndian, 'unsigned'))
    .filter((format): format is SampleFormat => format !== null);
  const [first, ...others] = formats;
  if (!first) return null;
  const { channels, sampleRate, validBits } = fields;
  const bits = validBits || first.bytes * 8;
  const isFirst = first.bytes === sizes[0];
  return {
    channels,
    sampleRate,
    bits,
    formats: [first, ...others],
    hasMajority: hasMajority && isFirst,
    isSizeCounted: isSizeCounted && isFirst,
    mayBeCompanded: fields.isMislabelled,
  };
}

/** Whether a chunk that claims to be empty is: one that a recorder never finished is followed by samples. */
async function isReallyEmpty(file: FileHandle, { at }: Chunk, fileBytes: number): Promise<boolean> {
  const next = await readAt(file, at, 8);
  if (next.length < 8) return true;
  return /^[\x20-\x7e]{4}$/.test(next.toString('latin1', 0, 4)) && at + 8 + next.readUInt32LE(4) <= fileBytes;
}

/** How many bytes the samples claim to be: a recorder that was stopped leaves a length of nothing or of everything. */
async function claimOf(file: FileHandle, fileBytes: number, data: Chunk, claimed: number): Promise<number> {
  const isOpen = claimed === UNKNOWN_32 || (claimed === 0 && !(await isReallyEmpty(file, data, fileBytes)));
  return isOpen ? Number.POSITIVE_INFINITY : claimed;
}

/**
 * Whether the samples of a RIFX file are in blocks: FFmpeg reads the heads of those as little-endian, and nothing says
 * whether they are. Samples of one byte have no order.
 */
function areBlocks(fmt: Buffer): boolean {
  const tag = fmt.length < 2 ? INTEGER : fmt.readUInt16BE(0);
  return ![INTEGER, FLOAT, A_LAW, MU_LAW, EXTENSIBLE].includes(tag);
}

/**
 * Reads the declaration of a WAV or Wave64 file.
 * @returns null when its samples are compressed, or the header is none that can be read
 * @throws UnusableAudioError when they are compressed in blocks and the file is RIFX
 */
export async function readWavePcm(file: FileHandle, fileBytes: number): Promise<PcmDeclaration | null> {
  const { form, bigEndian, endAt, fmt, data, longBytes, frames } = await readWaveChunks(file);
  if (bigEndian && fmt && areBlocks(fmt)) {
    throw new UnusableAudioError('Big-endian WAV files (RIFX) are read only without compression.');
  }
  const fields = fmt && readFields(fmt, bigEndian);
  // An unfinished or truncated file, or one of more than 4 GiB, has no whole number of bytes in a sample.
  const counted = fields && data && frames > 0 ? data.size / frames / fields.channels : 0;
  const declared = fields && declare(fields, bigEndian, counted);
  if (!declared || !data) return null;
  const isLong = (form === 'RF64' || form === 'BW64') && data.size === UNKNOWN_32;
  const stated = {
    dataOffset: data.at,
    claimedBytes: await claimOf(file, fileBytes, data, isLong ? longBytes : data.size),
    endAt,
    nextAt: isLong ? data.at + longBytes + (longBytes % 2) : data.nextAt,
    head: form === 'riff' ? wave64Head : iffHead(bigEndian),
  };
  const removedBytes = endAt > 0 ? endAt - fileBytes : undefined;
  const measured = await measureSound(file, fileBytes, stated, removedBytes);
  return { ...declared, dataOffset: data.at, ...measured };
}
