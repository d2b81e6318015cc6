// The checksums of FLAC frames: CRC-8 (polynomial 0x07) over a header, CRC-16 (0x8005) over a frame.

function table(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = (1 << bits) - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
    return value;
  });
}

const CRC_8 = table(8, 0x07);
const CRC_16 = table(16, 0x8005);

/** The CRC-8 of bytes[start..end). */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at++) crc = CRC_8[crc ^ bytes[at]!]!;
  return crc;
}

/** The CRC-16 of bytes[start..end). */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at++) crc = ((crc << 8) & 0xffff) ^ CRC_16[(crc >> 8) ^ bytes[at]!]!;
  return crc;
}
