// Reads what AU files (of Sun and NeXT) declare about uncompressed samples.
import type { FileHandle } from 'node:fs/promises';
import { readAt } from './chunks';
import { measureSound } from './file-tail';
import { formatOf, type PcmDeclaration } from './pcm-format';

const HEAD_BYTES = 24;
/** The lengths of a file that was written to a pipe, and of one whose recorder was stopped. */
const UNKNOWN_BYTES: readonly number[] = [0xffff_ffff, 0];

/** The encodings without compression: integer or float, and the bytes of a sample. */
const ENCODINGS: Readonly<Record<number, readonly ['integer' | 'float', number]>> = {
  2: ['integer', 1],
  3: ['integer', 2],
  4: ['integer', 3],
  5: ['integer', 4],
  6: ['float', 4],
  7: ['float', 8],
};

/**
 * Reads the declaration of an AU file.
 * @returns null when its samples are compressed, or the header is none that can be read
 */
export async function readAuPcm(file: FileHandle, fileBytes: number): Promise<PcmDeclaration | null> {
  const head = await readAt(file, 0, HEAD_BYTES);
  if (head.length < HEAD_BYTES) return null;
  const [dataOffset, size, encoding, sampleRate, channels] = [4, 8, 12, 16, 20].map((place) =>
    head.readUInt32BE(place),
  ) as [number, number, number, number, number];
  const [kind, bytes] = ENCODINGS[encoding] ?? [];
  const format = kind && bytes ? formatOf(kind, bytes, true) : null;
  if (!format || channels === 0 || sampleRate === 0 || dataOffset < HEAD_BYTES) return null;
  const isUnknown = UNKNOWN_BYTES.includes(size);
  const claimedBytes = isUnknown ? Number.POSITIVE_INFINITY : size;
  const nextAt = dataOffset + claimedBytes;
  // Nothing but tags follows the samples.
  const measured = await measureSound(
    file,
    fileBytes,
    { dataOffset, claimedBytes, nextAt, endAt: 0, head: null },
    isUnknown ? undefined : nextAt - fileBytes,
  );
  return {
    channels,
    sampleRate,
    bits: format.bytes * 8,
    formats: [format],
    hasMajority: true,
    dataOffset,
    ...measured,
  };
}
