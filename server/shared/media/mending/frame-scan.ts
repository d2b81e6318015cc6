// Goes through the frames of an MP3 or ADTS file to find what is missing between them, and where the rate changes.
import type { FileHandle } from 'node:fs/promises';
import { findFrames, startsChain } from '../mpeg-frames';
import { ByteWindow } from './byte-window';
import type { FrameFormat, ScannedFrame } from './frame-formats';
import { AS_IT_IS, type Mended } from './mended';
import { joined, type Piece } from './pieces';

const HEAD_BYTES = 65_536;
/** What chains are looked for in at a time; the next look begins before the end of this one. */
const SEARCH_BYTES = 65_536;
const SEARCH_STEP = 48_000;
/** More changes of the rate than anybody joins; such a file is decoded as one. */
const MOST_SECTIONS = 64;
/** Bytes of a tag at the end of a file, which joined files have in the middle. */
const ID3V1_BYTES = 128;

interface Gap {
  readonly piece: { readonly fill: Buffer; times: number };
  readonly frame: ScannedFrame;
}

interface Run {
  readonly kind: string;
  readonly pieces: Piece[];
}

/** Bytes of the tag at the start of `bytes`, or 0. */
function tagLength(bytes: Buffer): number {
  const name = bytes.toString('latin1', 0, 8);
  if (name.startsWith('TAG')) return ID3V1_BYTES;
  if (name === 'APETAGEX' && bytes.length >= 32) {
    // The header of 32 bytes counts what follows it, its footer included.
    return 32 + ((bytes[23]! & 0x20) !== 0 ? bytes.readUInt32LE(12) : 0);
  }
  if (!name.startsWith('ID3') || bytes.length < 10) return 0;
  return 10 + bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
}

/** What a Xing header in the first frame claims: the frames that follow it, and the samples without padding. */
interface Claim {
  readonly frames: number;
  readonly samples: number | null;
}

/** Where the encoder's name begins behind "Xing": behind the counts of frames and bytes, the table and the quality. */
const ENCODER_AT = 120;
const PADDING_AT = ENCODER_AT + 21;
const ALL_FIELDS = 15;

function readClaim(head: Buffer, frame: ScannedFrame | null): Claim | null {
  const at = Math.max(head.indexOf('Xing', 0, 'latin1'), head.indexOf('Info', 0, 'latin1'));
  if (!frame || at < 0 || at > 64 || at + PADDING_AT + 3 > head.length) return null;
  const flags = head.readUInt32BE(at + 4);
  if ((flags & 1) === 0) return null;
  const frames = head.readUInt32BE(at + 8);
  const padding = flags === ALL_FIELDS ? head.readUIntBE(at + PADDING_AT, 3) : 0;
  const samples = frames * frame.samples - (padding >> 12) - (padding & 0xfff);
  return { frames, samples: padding > 0 ? samples : null };
}

class FrameScan {
  readonly runs: Run[] = [];
  readonly gaps: Gap[] = [];
  frames = 0;
  #bytes = 0;
  #last: { readonly at: number; readonly frame: ScannedFrame } | null = null;

  constructor(
    private readonly window: ByteWindow,
    private readonly format: FrameFormat,
  ) {}

  /** @param start where the first frame is */
  async run(start: number): Promise<void> {
    const { window, format } = this;
    for (let at = start; at < window.fileBytes; ) {
      const frame = format.read(await window.read(at, format.headBytes), 0);
      const isExpected =
        frame !== null && (frame.kind === this.runs.at(-1)?.kind || (await this.#isChain(at)));
      const tag = isExpected ? 0 : tagLength(await window.read(at, 32));
      if (isExpected) {
        this.#add(at, frame);
        at += frame.length;
      } else if (tag > 0) at += tag;
      else {
        const found = await this.#resume(at);
        if (found < 0) return;
        at = found;
      }
    }
  }

  #add(at: number, frame: ScannedFrame): void {
    if (frame.kind !== this.runs.at(-1)?.kind) this.runs.push({ kind: frame.kind, pieces: [] });
    this.runs.at(-1)?.pieces.push({ from: at, to: Math.min(at + frame.length, this.window.fileBytes) });
    this.#last = { at, frame };
    this.#bytes += frame.length;
    this.frames++;
  }

  async #isChain(at: number): Promise<boolean> {
    const bytes = await this.window.read(at, SEARCH_BYTES);
    return startsChain(bytes, 0, this.format.read, at + bytes.length >= this.window.fileBytes);
  }

  /** Finds where frames go on behind damage at `at`, and fills the gap. The last frame may be cut itself. */
  async #resume(at: number): Promise<number> {
    const { window, format } = this;
    const last = this.#last;
    const from = last ? last.at + 1 : at;
    for (let start = from; start < window.fileBytes; start += SEARCH_STEP) {
      const bytes = await window.read(start, SEARCH_BYTES);
      const found = findFrames(bytes, format.read, start + bytes.length >= window.fileBytes);
      if (found < 0) continue;
      if (last) await this.#fill(last, at, start + found);
      return start + found;
    }
    return -1;
  }

  async #fill(last: { at: number; frame: ScannedFrame }, end: number, next: number): Promise<void> {
    const pieces = this.runs.at(-1)?.pieces ?? [];
    const isCut = next < end;
    if (isCut) {
      pieces.pop();
      this.frames--;
    }
    const missing = Math.round((next - (isCut ? last.at : end)) / (this.#bytes / Math.max(1, this.frames)));
    const times = Math.max(isCut ? 1 : 0, missing);
    if (times === 0) return;
    const fill = this.format.silence(Buffer.from(await this.window.read(last.at, 16)), last.frame.length);
    const gap: Gap = { piece: { fill, times }, frame: last.frame };
    pieces.push(gap.piece);
    this.gaps.push(gap);
  }
}

/** How many frames are missing beyond those filled in: known where the first frame says how many there are. */
function settle(scan: FrameScan, claim: Claim | null): number {
  const filled = scan.gaps.reduce((sum, { piece }) => sum + piece.times, 0);
  // The frame that says so is none of them.
  const missing = claim === null ? 0 : claim.frames - (scan.frames - 1) - filled;
  const [gap] = scan.gaps;
  if (missing <= 0 || scan.gaps.length !== 1 || !gap) return Math.max(0, missing);
  gap.piece.times += missing;
  return 0;
}

/**
 * Scans the frames from `start` on, behind the tags at the start of the file.
 * @returns sections with frames of silence for what is missing, where anything is, and one for each sample rate
 */
export async function scanFrames(
  file: FileHandle,
  fileBytes: number,
  start: number,
  format: FrameFormat,
): Promise<Mended> {
  const window = new ByteWindow(file, fileBytes);
  const head = Buffer.from(await window.read(start, HEAD_BYTES));
  const first = findFrames(head, format.read, start + head.length >= fileBytes);
  if (first < 0) return AS_IT_IS;
  const scan = new FrameScan(window, format);
  await scan.run(start + first);
  const firstFrame = format.read(head, first);
  const claim = scan.runs.length === 1 ? readClaim(head.subarray(first, first + 512), firstFrame) : null;
  const missingEnd = settle(scan, claim);
  const frameS = firstFrame ? firstFrame.samples / firstFrame.sampleRate : 0;
  const missingEndS = missingEnd > 1 ? missingEnd * frameS : 0;
  const samples = missingEnd === 0 ? (claim?.samples ?? null) : null;
  // FFmpeg cuts the padding that the first frame announces too late at low sample rates, and not at all from a pipe.
  const end = samples === null ? {} : { end: { samples, by: 'time' } as const };
  const silentS = scan.gaps.reduce(
    (sum, { piece, frame }) => sum + (piece.times * frame.samples) / frame.sampleRate,
    0,
  );
  const isWhole = scan.gaps.length === 0 && scan.runs.length === 1;
  if (isWhole || scan.runs.length > MOST_SECTIONS) return { ...AS_IT_IS, missingEndS, ...end };
  const sections = scan.runs.map(({ pieces }) => ({ pieces: joined(pieces), ...end }));
  return { sections, silentS, missingEndS };
}
