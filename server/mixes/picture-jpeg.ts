// Reads JPEG images segment by segment and copies what the picture itself needs.
import { MAX_PARTS, type Picture } from './picture-format';

const MARKER = {
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  comment: 0xfe,
  jfif: 0xe0,
  exif: 0xe1,
  icc: 0xe2,
  adobe: 0xee,
};

const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;
/** SOF0 to SOF15 but the three of that range that are something else. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** What colours and form need: JFIF, a colour profile, Adobe's transform. EXIF, XMP, captions and comments are not. */
const isKept = (marker: number, body: Buffer): boolean => {
  if (marker === MARKER.comment) return false;
  if (!isApplication(marker)) return true;
  if (marker === MARKER.icc) return body.subarray(0, 12).equals(Buffer.from('ICC_PROFILE\0', 'latin1'));
  return marker === MARKER.jfif || marker === MARKER.adobe;
};

/** How EXIF says the picture is turned, 1 to 8; 1 when it says nothing. */
function orientationIn(body: Buffer): number {
  if (body.toString('latin1', 0, 6) !== 'Exif\0\0' || body.length < 16) return 1;
  const tiff = body.subarray(6);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (first + 2 > tiff.length) return 1;
  for (let i = 0, at = first + 2; i < short(first) && at + 12 <= tiff.length; i++, at += 12) {
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An EXIF segment that says how the picture is turned and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const body = Buffer.from(
    'Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0',
    'latin1',
  );
  body.writeUInt16BE(orientation, 24);
  const head = Buffer.from([0xff, MARKER.exif, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Where the entropy-coded bytes that begin at `at` end: at the next marker that is neither stuffing nor a restart. */
function scanEnd(bytes: Buffer, at: number): number {
  for (let next = bytes.indexOf(0xff, at); next >= 0; next = bytes.indexOf(0xff, next + 1)) {
    const marker = bytes[next + 1];
    if (marker === undefined) return -1;
    if (marker !== 0 && marker !== 0xff && !isStandalone(marker)) return next;
  }
  return -1;
}

interface Segment {
  readonly marker: number;
  readonly body: Buffer;
  /** Marker, length and body, with the entropy-coded bytes that follow a scan. */
  readonly whole: Buffer;
}

/** The segment at `at`, or null when it is broken. */
function segmentAt(bytes: Buffer, at: number): Segment | null {
  const marker = bytes[at + 1];
  if (bytes[at] !== 0xff || marker === undefined) return null;
  if (marker === MARKER.end) return { marker, body: Buffer.alloc(0), whole: bytes.subarray(at, at + 2) };
  // A marker may be preceded by fill bytes.
  if (marker === 0xff) return { marker, body: Buffer.alloc(0), whole: bytes.subarray(at, at + 1) };
  if (at + 4 > bytes.length) return null;
  const end = at + 2 + bytes.readUInt16BE(at + 2);
  if (end > bytes.length || end < at + 4) return null;
  const next = marker === MARKER.scan ? scanEnd(bytes, end) : end;
  return next < 0 ? null : { marker, body: bytes.subarray(at + 4, end), whole: bytes.subarray(at, next) };
}

/** The segments up to the end of the picture; null when there is no end or one is broken. */
function readSegments(bytes: Buffer): Segment[] | null {
  const segments: Segment[] = [];
  for (let at = 2; segments.length < MAX_PARTS; ) {
    const segment = segmentAt(bytes, at);
    if (!segment) return null;
    if (segment.marker !== 0xff) segments.push(segment);
    if (segment.marker === MARKER.end) return segments;
    at += segment.whole.length;
  }
  return null;
}

/** What a segment becomes in the copy. */
function cleaned({ marker, body, whole }: Segment): Buffer[] {
  if (isKept(marker, body)) return [whole];
  const orientation = marker === MARKER.exif ? orientationIn(body) : 1;
  return orientation === 1 ? [] : [orientationSegment(orientation)];
}

/** Reads a JPEG image that begins with its start marker; null when it is broken. */
export function readJpeg(bytes: Buffer): Picture | null {
  const segments = readSegments(bytes);
  const frame = segments?.find(({ marker, body }) => isFrame(marker) && body.length >= 5)?.body;
  if (!segments || !frame) return null;
  const stripped = Buffer.concat([Buffer.from([0xff, MARKER.start]), ...segments.flatMap(cleaned)]);
  return { kind: 'jpeg', height: frame.readUInt16BE(1), width: frame.readUInt16BE(3), stripped };
}
