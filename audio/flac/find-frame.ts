// Finds the frame of a FLAC file that contains a sample, without decoding what comes before it.
import type { BitReader } from './bit-reader';
import { type FrameHeader, readFrameHeader } from './frame-header';

/** What the head of a FLAC file says; lengths in samples. */
export interface StreamInfo {
  /** The byte where its first frame begins. */
  readonly firstFrame: number;
  readonly bits: number;
  /** Samples per frame, of all but the last one. */
  readonly blockSize: number;
  /** Samples in the file; 0 when it does not say. */
  readonly length: number;
}

interface FoundFrame {
  readonly byte: number;
  /** Its first sample. */
  readonly sample: number;
}

/** How many frames before the expected place the search begins; it doubles until it is before the sample. */
const FIRST_MARGIN = 2;

/**
 * The last frame that begins at `sample` or before it. Frames are about equally long in bytes, so the search begins
 * near where it should be; a header is known by its sync code, its checksum and a number that fits.
 */
export function findFrame(
  reader: BitReader,
  bytes: Uint8Array,
  info: StreamInfo,
  sample: number,
): FoundFrame {
  const start = { byte: info.firstFrame, sample: 0 };
  const frames = Math.max(1, info.length / info.blockSize);
  const bytesPerFrame = (bytes.length - info.firstFrame) / frames;
  const expected = info.firstFrame + (sample / info.blockSize) * bytesPerFrame;
  for (let margin = FIRST_MARGIN; margin < frames; margin *= 2) {
    const from = Math.floor(expected - margin * bytesPerFrame);
    if (from <= info.firstFrame) break;
    const found = nextFrame(reader, bytes, info, from);
    if (found && found.sample <= sample) return lastBefore(reader, bytes, info, found, sample);
  }
  return lastBefore(reader, bytes, info, start, sample);
}

function lastBefore(
  reader: BitReader,
  bytes: Uint8Array,
  info: StreamInfo,
  found: FoundFrame,
  sample: number,
): FoundFrame {
  for (let last = found; ; ) {
    const next = nextFrame(reader, bytes, info, last.byte + 1);
    if (!next || next.sample > sample) return last;
    last = next;
  }
}

/** The first frame that begins at byte `from` or after it. */
function nextFrame(reader: BitReader, bytes: Uint8Array, info: StreamInfo, from: number): FoundFrame | null {
  for (let byte = bytes.indexOf(0xff, from); byte >= 0; byte = bytes.indexOf(0xff, byte + 1)) {
    if ((bytes[byte + 1]! & 0xfe) !== 0xf8) continue;
    const header = headerAt(reader, bytes, byte, info.bits);
    if (!header) continue;
    const sample = header.countsSamples ? header.number : header.number * info.blockSize;
    if (sample < info.length || info.length === 0) return { byte, sample };
  }
  return null;
}

function headerAt(reader: BitReader, bytes: Uint8Array, byte: number, bits: number): FrameHeader | null {
  reader.open(bytes, byte);
  try {
    return readFrameHeader(reader, bytes, byte, bits);
  } catch (error) {
    // Audio may look like a sync code; only a header has the right checksum as well.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
