// The blocks of ADPCM in WAV files: how long they are, whether the head of one can be right, and how silence is written.

export interface BlockFormat {
  /** Bytes of a block. */
  readonly length: number;
  /** Samples of each channel in it. */
  readonly samples: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** Bytes that `isHead` needs. */
  readonly headBytes: number;
  /** Whether a block can begin with these bytes. */
  isHead(bytes: Buffer): boolean;
  /** A block of silence. */
  readonly silence: Buffer;
}

const A_LAW = 6;
const MU_LAW = 7;
/** The bytes that stand for a sample of zero. */
const A_LAW_ZERO = 0xd5;
const MU_LAW_ZERO = 0xff;
const MS_ADPCM = 2;
const IMA_ADPCM = 0x11;

/** The largest index into the 89 step sizes of IMA ADPCM. */
const LAST_STEP = 88;
/** The pairs of coefficients of Microsoft's ADPCM. */
const LAST_COEFFICIENTS = 6;
/** The smallest step of Microsoft's ADPCM, at which nothing but silence is left. */
const MIN_STEP = 16;

const isEvery = (count: number, test: (i: number) => boolean): boolean =>
  Array.from({ length: count }, (_, i) => i).every(test);

/** For each channel the first sample, the index of its step, and a byte of nothing. */
const imaHead = (channels: number) => (bytes: Buffer) =>
  bytes.length >= 4 * channels &&
  isEvery(channels, (i) => (bytes[4 * i + 2] ?? 0) <= LAST_STEP && bytes[4 * i + 3] === 0);

/** The coefficients of every channel, and then their steps. */
const msHead = (channels: number) => (bytes: Buffer) =>
  bytes.length >= 3 * channels &&
  isEvery(
    channels,
    (i) => (bytes[i] ?? 0) <= LAST_COEFFICIENTS && bytes.readInt16LE(channels + 2 * i) >= MIN_STEP,
  );

/** A block of Microsoft's ADPCM with the smallest steps and samples of zero. */
function msSilence(length: number, channels: number): Buffer {
  const block = Buffer.alloc(length);
  for (let i = 0; i < channels; i++) block.writeInt16LE(MIN_STEP, channels + 2 * i);
  return block;
}

/** Reads the body of a `fmt ` chunk; null when it is not that of A-law, mu-law, IMA or Microsoft's ADPCM. */
export function readBlockFormat(fmt: Buffer): BlockFormat | null {
  if (fmt.length < 16) return null;
  const [tag, channels, sampleRate] = [fmt.readUInt16LE(0), fmt.readUInt16LE(2), fmt.readUInt32LE(4)];
  const [length, bits] = [fmt.readUInt16LE(12), fmt.readUInt16LE(14)];
  if (channels === 0 || sampleRate === 0) return null;
  const base = { channels, sampleRate };
  if (tag === A_LAW || tag === MU_LAW) {
    // Bytes of one sample each: nothing in them shows where a frame begins.
    const silence = Buffer.alloc(channels, tag === A_LAW ? A_LAW_ZERO : MU_LAW_ZERO);
    const any = { headBytes: 0, isHead: () => true, silence };
    return { ...base, ...any, length: channels, samples: 1 };
  }
  if (bits !== 4 || channels > 2) return null;
  const headBytes = (tag === IMA_ADPCM ? 4 : 7) * channels;
  const samples = (2 * (length - headBytes)) / channels + (tag === IMA_ADPCM ? 1 : 2);
  if (length <= headBytes || !Number.isInteger(samples)) return null;
  const blocks = { ...base, length, samples, headBytes };
  if (tag === IMA_ADPCM) return { ...blocks, isHead: imaHead(channels), silence: Buffer.alloc(length) };
  if (tag === MS_ADPCM) {
    return { ...blocks, isHead: msHead(channels), silence: msSilence(length, channels) };
  }
  return null;
}
