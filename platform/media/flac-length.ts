// Writes the length into the header of a FLAC stream: an encoder that writes to a pipe cannot go back to do so.

/** "fLaC", a block header of 4 bytes, then STREAMINFO; its 36 bits of length begin in the low half of byte 21. */
const LENGTH_AT = 21;
const HEADER_BYTES = 26;
const MAX_SAMPLES = 2 ** 36 - 1;

function writeLength(header: Buffer, totalSamples: number): void {
  header.writeUInt8((header.readUInt8(LENGTH_AT) & 0xf0) | Math.floor(totalSamples / 2 ** 32), LENGTH_AT);
  header.writeUInt32BE(totalSamples % 2 ** 32, LENGTH_AT + 1);
}

/**
 * Passes a FLAC stream on with its length filled in (RFC 9639, section 8.2), so that players show it and can
 * seek.
 * @param totalSamples sample frames in the whole stream
 * @throws RangeError for a length that the format cannot represent
 */
export async function* withFlacLength(
  stream: AsyncIterable<Buffer>,
  totalSamples: number,
): AsyncGenerator<Buffer, void, void> {
  if (!Number.isInteger(totalSamples) || totalSamples < 0 || totalSamples > MAX_SAMPLES) {
    throw new RangeError(`A FLAC file cannot hold ${totalSamples} samples.`);
  }
  let header: Buffer | null = Buffer.alloc(0);
  for await (const piece of stream) {
    if (header === null) {
      yield piece;
      continue;
    }
    header = Buffer.concat([header, piece]);
    if (header.length < HEADER_BYTES) continue;
    writeLength(header, totalSamples);
    yield header;
    header = null;
  }
  if (header !== null && header.length > 0) yield header;
}
