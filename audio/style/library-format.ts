// The file format of grain libraries: written and read without loss, everything checked on reading.
//
// All numbers are little-endian. Offsets are in bytes from the start of the file.
//   0  8 bytes   "ISOGRAIN"
//   8  uint32    version, 2
//  12  uint32    CRC-32 (IEEE 802.3) of everything from byte 16 on
//  16  uint32    sample rate in Hz
//  20  uint32    channels, 1 or 2
//  24  uint32    length in samples, n
//  28  uint32    units, u
//  32  uint32    analysis frames, f = 1 + floor(n / 512)
//  36  float32   linear value of full scale
//  40  u x 24    units: uint32 start, length; float32 pitch, periodicity, level, brightness
//      float32   frame tables one after the other: level, pitch, periodicity, centroid, flatness (f each),
//                chroma (12 per frame), MFCC (20 per frame)
//      int16     samples of each channel, n each
import { PITCH_CLASSES } from '../analysis/chroma';
import { countFrames, type FrameMatrix } from '../analysis/frames';
import { COEFFICIENTS } from '../analysis/mfcc';
import { samples } from '../units';
import { ByteReader, ByteWriter } from './byte-tables';
import { crc32 } from './crc32';
import { type FrameTable, type GrainLibrary, type GrainUnit, libraryLength, StyleSoundError } from './grain';

const MAGIC = 'ISOGRAIN';
const VERSION = 2;
const HEADER_BYTES = 40;
const UNIT_BYTES = 24;
/** Where the checksum's range begins. */
const CHECKED_FROM = 16;
const COLUMNS = ['levelDb', 'pitchHz', 'periodicity', 'centroidHz', 'flatness'] as const;
const FRAME_BYTES = (COLUMNS.length + PITCH_CLASSES + COEFFICIENTS) * 4;
const HIGHEST_RATE = 768_000;

const corrupt = (): StyleSoundError => new StyleSoundError('The grain library is damaged.');

interface Header {
  readonly sampleRate: number;
  readonly channels: number;
  readonly length: number;
  readonly units: number;
  readonly frames: number;
  readonly peak: number;
}

const sizeOf = ({ channels, length, units, frames }: Header): number =>
  HEADER_BYTES + units * UNIT_BYTES + frames * FRAME_BYTES + channels * length * 2;

/** The library as a file's bytes. */
export function encodeGrainLibrary(library: GrainLibrary): Uint8Array {
  const { sampleRate, channels, units, frames, peak } = library;
  const length = libraryLength(library);
  const header = {
    sampleRate,
    channels: channels.length,
    length,
    units: units.length,
    frames: frames.frames,
    peak,
  };
  const writer = new ByteWriter(sizeOf(header));
  for (const letter of MAGIC) writer.uint8(letter.charCodeAt(0));
  for (const value of [VERSION, 0, sampleRate, channels.length, length, units.length, frames.frames]) {
    writer.uint32(value);
  }
  writer.float32(peak);
  for (const unit of units) {
    for (const value of [unit.start, unit.length]) writer.uint32(value);
    for (const value of [unit.pitchHz, unit.periodicity, unit.levelDb, unit.brightnessHz])
      writer.float32(value);
  }
  for (const column of COLUMNS) writer.float32s(frames[column]);
  writer.float32s(frames.chroma.values);
  writer.float32s(frames.mfcc.values);
  for (const channel of channels) writer.int16s(channel);
  writer.setUint32(12, crc32(writer.bytes.subarray(CHECKED_FROM)));
  return writer.bytes;
}

function readHeader(reader: ByteReader): Header {
  const header = {
    sampleRate: reader.uint32(),
    channels: reader.uint32(),
    length: reader.uint32(),
    units: reader.uint32(),
    frames: reader.uint32(),
    peak: reader.float32(),
  };
  const isSound =
    header.sampleRate > 0 &&
    header.sampleRate <= HIGHEST_RATE &&
    (header.channels === 1 || header.channels === 2) &&
    header.units > 0 &&
    header.frames === countFrames(header.length) &&
    header.peak > 0 &&
    Number.isFinite(header.peak);
  if (!isSound) throw corrupt();
  return header;
}

function readUnit(reader: ByteReader, length: number, earliest: number): GrainUnit {
  const unit = {
    start: samples(reader.uint32()),
    length: samples(reader.uint32()),
    pitchHz: reader.float32(),
    periodicity: reader.float32(),
    levelDb: reader.float32(),
    brightnessHz: reader.float32(),
  };
  const isInside = unit.start >= earliest && unit.length > 0 && unit.start + unit.length <= length;
  if (!isInside || !Object.values(unit).every(Number.isFinite)) throw corrupt();
  return unit;
}

function readUnits(reader: ByteReader, { units: count, length }: Header): GrainUnit[] {
  const units: GrainUnit[] = [];
  for (let i = 0; i < count; i++) {
    const last = units.at(-1);
    units.push(readUnit(reader, length, last ? last.start + last.length : 0));
  }
  return units;
}

function readFrames(reader: ByteReader, frames: number): FrameTable {
  const table = (bands: number): Float32Array => {
    const values = reader.float32s(frames * bands);
    if (!values.every(Number.isFinite)) throw corrupt();
    return values;
  };
  const matrix = (bands: number): FrameMatrix => ({ frames, bands, values: table(bands) });
  const [levelDb, pitchHz, periodicity, centroidHz, flatness] = [
    table(1),
    table(1),
    table(1),
    table(1),
    table(1),
  ];
  const [chroma, mfcc] = [matrix(PITCH_CLASSES), matrix(COEFFICIENTS)];
  return { frames, levelDb, pitchHz, periodicity, centroidHz, flatness, chroma, mfcc };
}

/**
 * Reads a library back exactly as it was written.
 * @throws StyleSoundError with one sentence when the bytes are not a library, are a newer one, or are damaged
 */
export function decodeGrainLibrary(bytes: Uint8Array): GrainLibrary {
  const isLibrary = bytes.length >= 12 && [...MAGIC].every((letter, i) => bytes[i] === letter.charCodeAt(0));
  if (!isLibrary) throw new StyleSoundError('The file is not a grain library.');
  const reader = new ByteReader(bytes, MAGIC.length);
  const version = reader.uint32();
  if (version > VERSION) {
    throw new StyleSoundError('The grain library was made by a newer version of the studio.');
  }
  if (version !== VERSION || bytes.length < HEADER_BYTES) throw corrupt();
  if (reader.uint32() !== crc32(bytes.subarray(CHECKED_FROM))) throw corrupt();
  const header = readHeader(reader);
  if (bytes.length !== sizeOf(header)) throw corrupt();
  const units = readUnits(reader, header);
  const frames = readFrames(reader, header.frames);
  const channels = Array.from({ length: header.channels }, () => reader.int16s(header.length));
  return { sampleRate: header.sampleRate, channels, peak: header.peak, units, frames };
}
