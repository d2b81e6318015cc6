// Reads how long the audio of an MP4 file is without the encoder's padding, which FFmpeg leaves at its end.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';

/** Boxes that contain the boxes to be read here, and those before the first of them. */
const CONTAINERS: Readonly<Record<string, number>> = {
  moov: 0,
  trak: 0,
  edts: 0,
  mdia: 0,
  minf: 0,
  stbl: 0,
  udta: 0,
  meta: 4,
  ilst: 0,
  '----': 0,
};
/** More boxes and more of a box than any music file needs for its length. */
const MAX_BOXES = 10_000;
const MAX_BYTES = 2 ** 20;
/** What all boxes that are read here have at least. */
const MIN_BYTES = 20;

interface Track {
  isAudio: boolean;
  timescale: number;
  /** The sum of all durations. */
  total: number;
  edits: { readonly duration: number; readonly start: number }[];
}

interface Movie {
  timescale: number;
  readonly tracks: Track[];
  /** What iTunes says beside the box: the samples without delay and padding. */
  itunesSamples: number;
}

/** Times in version 0 of a box take 32 bits, in version 1 they take 64. */
const isLong = (body: Buffer): boolean => body[0] === 1;

function readEdits(body: Buffer): Track['edits'] {
  const bytes = isLong(body) ? 20 : 12;
  const count = Math.min(body.readUInt32BE(4), Math.floor((body.length - 8) / bytes));
  return Array.from({ length: count }, (_, i) => {
    const at = 8 + i * bytes;
    return isLong(body)
      ? { duration: Number(body.readBigUInt64BE(at)), start: Number(body.readBigInt64BE(at + 8)) }
      : { duration: body.readUInt32BE(at), start: body.readInt32BE(at + 4) };
  });
}

function sumDurations(body: Buffer): number {
  const count = Math.min(body.readUInt32BE(4), Math.floor((body.length - 8) / 8));
  let total = 0;
  for (let i = 0; i < count; i++) total += body.readUInt32BE(8 + i * 8) * body.readUInt32BE(12 + i * 8);
  return total;
}

const READERS: Readonly<Record<string, (movie: Movie, track: Track | undefined, body: Buffer) => void>> = {
  mvhd(movie, _track, body) {
    movie.timescale = body.readUInt32BE(isLong(body) ? 20 : 12);
  },
  mdhd(_movie, track, body) {
    if (track) track.timescale = body.readUInt32BE(isLong(body) ? 20 : 12);
  },
  hdlr(_movie, track, body) {
    if (track && body.toString('latin1', 8, 12) === 'soun') track.isAudio = true;
  },
  elst(_movie, track, body) {
    if (track) track.edits = readEdits(body);
  },
  stts(_movie, track, body) {
    if (track) track.total = sumDurations(body);
  },
  data(movie, _track, body) {
    const [, samples] =
      /^ [0-9A-F]{8} [0-9A-F]{8} [0-9A-F]{8} ([0-9A-F]{16})/.exec(body.toString('latin1', 8, 60)) ?? [];
    if (samples !== undefined) movie.itunesSamples = Number.parseInt(samples, 16);
  },
};

interface Box {
  readonly name: string;
  readonly body: number;
  readonly end: number;
}

/** The box at `at` of what ends at `limit`, or null when there is none. */
async function readBox(window: ByteWindow, at: number, limit: number): Promise<Box | null> {
  const head = await window.read(at, 16);
  if (at + 8 > limit || head.length < 8) return null;
  const size = head.readUInt32BE(0);
  const isWide = size === 1 && head.length === 16;
  const bytes = isWide ? Number(head.readBigUInt64BE(8)) : size === 0 ? limit - at : size;
  const body = at + (isWide ? 16 : 8);
  const end = Math.min(at + bytes, limit);
  return end < body ? null : { name: head.toString('latin1', 4, 8), body, end };
}

async function enter(window: ByteWindow, movie: Movie, { name, body, end }: Box): Promise<void> {
  if (name === 'trak') movie.tracks.push({ isAudio: false, timescale: 0, total: 0, edits: [] });
  const read = READERS[name];
  if (!read || end - body < MIN_BYTES) return;
  read(movie, movie.tracks.at(-1), await window.read(body, Math.min(end - body, MAX_BYTES)));
}

async function readMovie(window: ByteWindow): Promise<Movie> {
  const movie: Movie = { timescale: 0, tracks: [], itunesSamples: 0 };
  const open = [{ at: 0, end: window.fileBytes }];
  for (let boxes = 0; boxes < MAX_BOXES; boxes++) {
    const level = open.at(-1);
    if (!level) break;
    const box = await readBox(window, level.at, level.end);
    if (!box) {
      open.pop();
      continue;
    }
    level.at = box.end;
    const inner = CONTAINERS[box.name];
    if (inner !== undefined) open.push({ at: box.body + inner, end: box.end });
    await enter(window, movie, box);
  }
  return movie;
}

/** The length in units of the track, or 0 where nothing sure is said. */
function lengthOf({ timescale: movieScale }: Movie, { edits, total, timescale }: Track): number {
  const real = edits.filter(({ start }) => start >= 0);
  const [edit] = real;
  if (!edit) return edits.length === 0 ? total : 0;
  if (real.length > 1 || edit.duration === 0 || movieScale === 0) return 0;
  // Edits count in units of the movie, often milliseconds; the durations of the frames are exact.
  const unit = timescale / movieScale;
  const rest = total - edit.start;
  const edited = edit.duration * unit;
  return Math.abs(rest - edited) <= 1.5 * unit ? rest : Math.min(rest, Math.round(edited));
}

/**
 * Samples of the first audio track without the padding at its end.
 * @returns null where the file does not say it
 */
export async function mp4Length(
  file: FileHandle,
  fileBytes: number,
  sampleRate: number,
): Promise<number | null> {
  const movie = await readMovie(new ByteWindow(file, fileBytes));
  const track = movie.tracks.find(({ isAudio }) => isAudio);
  if (!track || track.timescale === 0) return null;
  if (movie.itunesSamples > 0 && track.timescale === sampleRate) return movie.itunesSamples;
  const samples = Math.round((lengthOf(movie, track) * sampleRate) / track.timescale);
  return samples > 0 ? samples : null;
}

/** Units of a second of the first audio track, 0 where there is none. */
export const audioTimescale = async (window: ByteWindow): Promise<number> =>
  (await readMovie(window)).tracks.find(({ isAudio }) => isAudio)?.timescale ?? 0;

/** The last 16 bytes of a fragmented file: a box that says how long the index before it is. */
const INDEX_END_BYTES = 16;
/** Where the entries of the index begin behind its own head and that of its table: version, track, sizes and count. */
const ENTRIES_AT = 8 + 24;
const MIN_ENTRY_BYTES = 11;

/**
 * Seconds at which the last fragment begins, by the index at the end of a fragmented file.
 * @returns null where there is no index
 */
export async function lastFragmentS(file: FileHandle, fileBytes: number): Promise<number | null> {
  const window = new ByteWindow(file, fileBytes);
  const end = await window.read(Math.max(0, fileBytes - INDEX_END_BYTES), INDEX_END_BYTES);
  if (end.length < INDEX_END_BYTES || end.toString('latin1', 4, 8) !== 'mfro') return null;
  const start = fileBytes - end.readUInt32BE(12);
  if (start < 0) return null;
  const index = Buffer.from(await window.read(start, Math.min(fileBytes - start, MAX_BYTES)));
  if (index.length < ENTRIES_AT || index.toString('latin1', 12, 16) !== 'tfra') return null;
  const count = index.readUInt32BE(28);
  const entryBytes = (index.readUInt32BE(8) - 24) / count;
  const at = ENTRIES_AT + (count - 1) * entryBytes;
  if (!(entryBytes >= MIN_ENTRY_BYTES) || !Number.isInteger(entryBytes) || at + 8 > index.length) return null;
  const time = isLong(index.subarray(16)) ? Number(index.readBigUInt64BE(at)) : index.readUInt32BE(at);
  const timescale = await audioTimescale(window);
  return timescale > 0 ? time / timescale : null;
}
