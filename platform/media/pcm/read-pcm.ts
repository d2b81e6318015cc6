// Finds out how the uncompressed samples of a file lie in it: FFmpeg's own guess turns some of them into noise.
import { type FileHandle, open } from 'node:fs/promises';
import type { Demuxer } from '../sniff';
import { readAiffPcm, readCafPcm } from './apple-pcm';
import { readAuPcm } from './au-pcm';
import { chooseFormat } from './choose-format';
import { OPEN_BYTES, readAt } from './chunks';
import { alignWindows } from './frame-alignment';
import type { PcmDeclaration, PcmLayout, SampleFormat } from './pcm-format';
import { realign } from './realign';
import { evidenceFor } from './sample-evidence';
import { ROUGH } from './smoothness';
import { readWavePcm } from './wave-pcm';

/** Where the samples are looked at: at most so many windows over the whole file, each of so many frames. */
const MAX_WINDOWS = 24;
const WINDOW_FRAMES = 2_048;
/** A multiple of all sizes that a sample can have, in bytes. */
const ALL_SIZES = 24;
/** Floats of sound stay below; those at the scale of integers are far above. */
const LOUDEST_FLOAT = 16;
/** Integers that were declared as floats and stay below this, the range of 24 bits in 32, are at the low end. */
const LOW_END = 2 ** -8;
const LOW_END_SCALE = 256;
/** Below the range of 16 bits they would be close to silence at either end. */
const MIN_LOW_END = 2 ** -16;
/**
 * More channels than any music has, whose windows would fill the memory; such files are rejected elsewhere.
 */
const MAX_CHANNELS = 32;

const READERS: Partial<Record<Demuxer, (file: FileHandle, bytes: number) => Promise<PcmDeclaration | null>>> =
  {
    wav: readWavePcm,
    w64: readWavePcm,
    aiff: readAiffPcm,
    caf: readCafPcm,
    au: readAuPcm,
  };

async function readWindows(file: FileHandle, declared: PcmDeclaration): Promise<Buffer[]> {
  const { channels, formats, dataOffset, dataBytes } = declared;
  // Every window begins at a multiple of all frame sizes there are, whichever of them is the right one.
  const step = channels * ALL_SIZES;
  const windowBytes = WINDOW_FRAMES * channels * Math.max(...formats.map(({ bytes }) => bytes));
  const room = Math.max(0, dataBytes - windowBytes);
  // A short file is covered by fewer.
  const last = Math.min(MAX_WINDOWS - 1, Math.ceil(room / windowBytes));
  const starts = Array.from({ length: last + 1 }, (_, i) => {
    const steps = Math.floor((room * i) / Math.max(1, last) / step);
    return dataOffset + steps * step;
  });
  return Promise.all(
    [...new Set(starts)].map((start) =>
      readAt(file, start, Math.min(windowBytes, dataOffset + dataBytes - start)),
    ),
  );
}

/** Whether the samples are no noise in this format. */
function isSmooth(windows: readonly Buffer[], channels: number, format: SampleFormat): boolean {
  const { roughness } = evidenceFor(windows, channels, format);
  return roughness !== null && roughness < ROUGH;
}

/** How far the integers in `windows` use bits that the header calls unused, below the valid ones and above. */
function usedBits(windows: readonly Buffer[], bits: number, format: SampleFormat) {
  const { bytes, bigEndian } = format;
  const unused = 2 ** (bytes * 8 - bits);
  const most = 2 ** (bits - 1);
  let [below, above] = [false, false];
  for (const window of windows) {
    for (let at = 0; at + bytes <= window.length; at += bytes) {
      const value = bigEndian ? window.readIntBE(at, bytes) : window.readIntLE(at, bytes);
      below ||= value % unused !== 0;
      above ||= value >= most || value < -most;
    }
  }
  return { below, above };
}

/** What brings samples that are not at full scale there: integers at the wrong end of their bytes, floats of integers. */
function scaleOf(declared: PcmDeclaration, format: SampleFormat, windows: readonly Buffer[]): number {
  const { bits, formats } = declared;
  const containerBits = format.bytes * 8;
  // Cool Edit declares integers of 16 or 24 bits in four bytes and writes floats at their scale.
  const { peak } = evidenceFor(windows, declared.channels, format);
  const isScaledFloat = format.kind === 'float' && formats[0].kind !== 'float' && peak > LOUDEST_FLOAT;
  // A header that calls integers floats says nothing about their valid bits.
  const isLowEnd = peak < LOW_END && peak >= MIN_LOW_END && format.kind === 'signed' && format.bytes === 4;
  if (isLowEnd && formats[0].kind === 'float' && formats[0].bytes === 4) return LOW_END_SCALE;
  if (isScaledFloat && bits < containerBits) return 2 ** (1 - bits);
  if (format.kind !== 'signed' || bits >= containerBits || format.bytes > 4) return 1;
  // Only whole bytes are at the low end of four; otherwise the number of bits is wrong, and the sound quiet.
  if (bits % 8 === 0 && format.bytes < 4) return 1;
  const { below, above } = usedBits(windows, bits, format);
  return below && !above ? 2 ** (containerBits - bits) : 1;
}

/**
 * Reads how the samples of the file at `path` are stored.
 * @returns null when they are compressed, or the header is left to FFmpeg
 * @throws UnusableAudioError when the header contradicts itself and the samples do not resolve it either
 */
export async function readPcm(path: string, demuxer: Demuxer): Promise<PcmLayout | null> {
  const read = READERS[demuxer];
  if (!read) return null;
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const declared = await read(file, size);
    if (!declared || declared.channels > MAX_CHANNELS) return null;
    const { channels, sampleRate, dataOffset, dataBytes, missingBytes, removedBytes } = declared;
    // A file that was written to a pipe states a length that it never had.
    const isOpen = removedBytes !== undefined && size + removedBytes >= OPEN_BYTES;
    const lacks = removedBytes === undefined || isOpen ? missingBytes : removedBytes;
    const [likeliest] = declared.formats;
    const mayBeShifted = lacks !== 0 || dataBytes % (channels * likeliest.bytes) !== 0;
    const asTheyLie = await readWindows(file, declared);
    const windows = mayBeShifted ? alignWindows(asTheyLie, { channels, format: likeliest }) : asTheyLie;
    const format = chooseFormat(declared, windows);
    if (declared.mayBeCompanded && !isSmooth(windows, channels, format)) return null;
    const frame = channels * format.bytes;
    const stored = { channels, format, sampleRate, dataOffset, dataBytes, removedBytes: lacks };
    const realigned = mayBeShifted && format.bytes > 1 ? await realign(file, size, stored) : null;
    const frames = realigned?.frames ?? Math.floor(dataBytes / frame);
    return {
      channels,
      sampleRate,
      dataOffset,
      format,
      frames,
      realigned,
      missingFrames: Math.max(0, Math.floor((dataBytes + missingBytes) / frame) - frames),
      scale: scaleOf(declared, format, windows),
    };
  } finally {
    await file.close();
  }
}
