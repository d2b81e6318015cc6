// Tags of any kind of audio file: ID3 at either end of it, APE at its end, and both where files were joined.

/** Bytes of a tag at the end of a file, which joined files have in the middle. */
const ID3V1_BYTES = 128;
/** Bytes of the head of an APE tag, and of its foot. */
const APE_BYTES = 32;
/** What is read of a file to find a tag that begins, or one that ends, at a place. */
export const TAG_START_BYTES = APE_BYTES;
export const TAG_END_BYTES = ID3V1_BYTES;

const isApe = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 8) === 'APETAGEX';

/** Bytes of the tag at the start of `bytes`, or 0. */
export function tagLength(bytes: Buffer): number {
  const name = bytes.toString('latin1', 0, 3);
  if (name === 'TAG') return ID3V1_BYTES;
  if (bytes.length >= APE_BYTES && isApe(bytes)) {
    // The head counts what follows it, the foot included.
    return APE_BYTES + (((bytes[23] ?? 0) & 0x20) !== 0 ? bytes.readUInt32LE(12) : 0);
  }
  if (name !== 'ID3' || bytes.length < 10) return 0;
  return 10 + bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
}

/** Bytes of the tag that ends where `bytes` do, or 0: ID3v1, or APE, whose foot has the length of all but its head. */
export function tagLengthAtEnd(bytes: Buffer): number {
  if (bytes.length >= ID3V1_BYTES && bytes.toString('latin1').startsWith('TAG', bytes.length - ID3V1_BYTES)) {
    return ID3V1_BYTES;
  }
  const foot = bytes.subarray(-APE_BYTES);
  if (foot.length < APE_BYTES || !isApe(foot)) return 0;
  const headBytes = ((foot[23] ?? 0) & 0x80) !== 0 ? APE_BYTES : 0;
  return headBytes + Math.max(APE_BYTES, foot.readUInt32LE(12));
}
