// Reads what AIFF, AIFF-C and CAF files declare about uncompressed samples.
import type { FileHandle } from 'node:fs/promises';
import { type Chunk, cafHead, chunksOf, iffHead, readAt } from './chunks';
import { measureSound } from './file-tail';
import { formatOf, type PcmDeclaration } from './pcm-format';

type Declared = Omit<PcmDeclaration, 'dataOffset' | 'dataBytes' | 'missingBytes'>;

/** AIFF-C's names of uncompressed samples: float or integer, the byte order, and the bytes where the name says them. */
const AIFF_KINDS: Readonly<Record<string, readonly ['integer' | 'float', boolean, number?]>> = {
  NONE: ['integer', true],
  twos: ['integer', true],
  sowt: ['integer', false],
  in24: ['integer', true, 3],
  in32: ['integer', true, 4],
  '42ni': ['integer', false, 3],
  '23ni': ['integer', false, 4],
  fl32: ['float', true, 4],
  FL32: ['float', true, 4],
  fl64: ['float', true, 8],
  FL64: ['float', true, 8],
};

/** The rate of an AIFF file: 80-bit extended floating point. */
function readExtended(bytes: Buffer, at: number): number {
  const exponent = (bytes.readUInt16BE(at) & 0x7fff) - 16_383;
  return (
    bytes.readUInt32BE(at + 2) * 2 ** (exponent - 31) + bytes.readUInt32BE(at + 6) * 2 ** (exponent - 63)
  );
}

function readComm(comm: Buffer, isAiffC: boolean): Declared | null {
  if (comm.length < (isAiffC ? 22 : 18)) return null;
  const [channels, bits, sampleRate] = [
    comm.readUInt16BE(0),
    comm.readUInt16BE(6),
    Math.round(readExtended(comm, 8)),
  ];
  const name = isAiffC ? comm.toString('latin1', 18, 22) : 'NONE';
  // `raw `: integers of one byte are unsigned, as in WAV.
  const kind = name === 'raw ' && bits <= 8 ? AIFF_KINDS.NONE : AIFF_KINDS[name];
  if (!kind || channels === 0 || sampleRate === 0) return null;
  const [numbers, bigEndian, bytes = Math.ceil(bits / 8)] = kind;
  const format = formatOf(numbers, bytes, bigEndian, name === 'raw ' ? 'unsigned' : 'signed');
  if (!format) return null;
  const valid = Math.min(bits || bytes * 8, bytes * 8);
  return { channels, sampleRate, bits: valid, formats: [format], hasMajority: true };
}

/** Bytes of a sample by the number of frames and the length of the sound, or null where they give no whole size. */
function sizeByFrames(frames: number, channels: number, soundBytes: number): number | null {
  const size = soundBytes / (frames * channels);
  return Number.isInteger(size) && size > 0 ? size : null;
}

/** Takes the size of the samples from the number of frames where it differs from the one that is declared. */
function bySize(declared: Declared, size: number | null): Declared {
  const [format] = declared.formats;
  if (size === null) return declared;
  if (size === format.bytes) return { ...declared, isSizeCounted: true };
  const kind = format.kind === 'float' ? 'float' : 'integer';
  const oneByteIs = format.kind === 'unsigned' ? 'unsigned' : 'signed';
  const real =
    formatOf(kind, size, format.bigEndian) ?? formatOf('integer', size, format.bigEndian, oneByteIs);
  // The bits belong to the size that is not the right one.
  return real ? { ...declared, bits: size * 8, formats: [real, format], isSizeCounted: true } : declared;
}

/** Reads the declaration of an AIFF or AIFF-C file, or returns null when its samples are compressed. */
export async function readAiffPcm(file: FileHandle, fileBytes: number): Promise<PcmDeclaration | null> {
  const isAiffC = (await readAt(file, 8, 4)).toString('latin1') === 'AIFC';
  let comm: Buffer | null = null;
  let sound: Chunk | null = null;
  for await (const chunk of chunksOf(file, 12, iffHead(true))) {
    if (chunk.id === 'COMM') comm ??= await readAt(file, chunk.at, Math.min(chunk.size, 64));
    if (chunk.id === 'SSND') sound ??= chunk;
    if (comm && sound) break;
  }
  const declared = comm && readComm(comm, isAiffC);
  if (!comm || !declared || !sound) return null;
  const blocks = await readAt(file, sound.at, 8);
  if (blocks.length < 8) return null;
  const skipped = 8 + blocks.readUInt32BE(0);
  const dataOffset = sound.at + skipped;
  // A recorder that was stopped leaves the length at 0.
  const claimed = sound.size > skipped ? sound.size - skipped : Number.POSITIVE_INFINITY;
  const size = sizeByFrames(comm.readUInt32BE(2), declared.channels, claimed);
  const formBytes = (await readAt(file, 4, 4)).readUInt32BE(0);
  const endAt = formBytes > 0 ? 8 + formBytes : 0;
  const stated = { dataOffset, claimedBytes: claimed, nextAt: sound.nextAt, endAt, head: iffHead(true) };
  const removedBytes = endAt > 0 ? endAt - fileBytes : undefined;
  const measured = await measureSound(file, fileBytes, stated, removedBytes);
  return { ...bySize(declared, size), dataOffset, ...measured };
}

const CAF_FLOAT = 1;
const CAF_LITTLE_ENDIAN = 2;

function readDesc(desc: Buffer): Declared | null {
  if (desc.length < 32 || desc.toString('latin1', 8, 12) !== 'lpcm') return null;
  const flags = desc.readUInt32BE(12);
  const [packetBytes, packetFrames] = [desc.readUInt32BE(16), desc.readUInt32BE(20)];
  const [channels, bits] = [desc.readUInt32BE(24), desc.readUInt32BE(28)];
  const sampleRate = Math.round(desc.readDoubleBE(0));
  if (channels === 0 || packetFrames !== 1 || !(sampleRate > 0)) return null;
  const kind = (flags & CAF_FLOAT) !== 0 ? 'float' : 'integer';
  const bigEndian = (flags & CAF_LITTLE_ENDIAN) === 0;
  const sizes = [...new Set([packetBytes / channels, Math.ceil(bits / 8)])];
  const [first, ...others] = sizes.flatMap((bytes) => formatOf(kind, bytes, bigEndian) ?? []);
  if (!first) return null;
  const formats = [first, ...others] as const;
  return { channels, sampleRate, bits, formats, hasMajority: first.bytes * 8 >= bits };
}

/** Reads the declaration of a CAF file, or returns null when its samples are compressed. */
export async function readCafPcm(file: FileHandle, fileBytes: number): Promise<PcmDeclaration | null> {
  let desc: Buffer | null = null;
  let data: Chunk | null = null;
  for await (const chunk of chunksOf(file, 8, cafHead)) {
    if (chunk.id === 'desc') desc ??= await readAt(file, chunk.at, 32);
    if (chunk.id === 'data') data ??= chunk;
    if (desc && data) break;
  }
  const declared = desc && readDesc(desc);
  if (!declared || !data) return null;
  // The data begin with a count of edits, four bytes.
  const dataOffset = data.at + 4;
  // Where the samples end there is another chunk, or nothing.
  const isFollowed = /^[\x20-\x7e]{4}$/.test((await readAt(file, data.nextAt, 4)).toString('latin1'));
  const removedBytes = isFollowed || data.nextAt > fileBytes ? undefined : data.nextAt - fileBytes;
  const claimedBytes = Math.max(0, data.size - 4);
  const stated = { dataOffset, claimedBytes, nextAt: data.nextAt, endAt: 0, head: cafHead };
  const measured = await measureSound(file, fileBytes, stated, removedBytes);
  return { ...declared, dataOffset, ...measured };
}
