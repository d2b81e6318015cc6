// Reads the pictures that covers are: their size, and a copy without what the camera wrote about place and owner.
import { MAX_PARTS, type Picture } from './picture-format';
import { readJpeg } from './picture-jpeg';

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Chunks that a picture needs to look right. Text, EXIF, time and whatever is unknown is left out. */
const PNG_KEPT: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
  'cICP',
]);
const CHUNK_OVERHEAD = 12;

function readPng(bytes: Buffer): Picture | null {
  const kept: Buffer[] = [PNG_SIGNATURE];
  let size: { width: number; height: number } | undefined;
  let at = PNG_SIGNATURE.length;
  for (let part = 0; part < MAX_PARTS && at + CHUNK_OVERHEAD <= bytes.length; part++) {
    const length = bytes.readUInt32BE(at);
    const end = at + CHUNK_OVERHEAD + length;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length || (part === 0) !== (name === 'IHDR')) return null;
    if (name === 'IHDR') {
      if (length !== 13) return null;
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    if (PNG_KEPT.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND' && size) return { kind: 'png', ...size, stripped: Buffer.concat(kept) };
    at = end;
  }
  return null;
}

/** Reads a JPEG or PNG image; null when it is neither or its structure is invalid. */
export function readPicture(bytes: Buffer): Picture | null {
  if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return readPng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(bytes);
  return null;
}
