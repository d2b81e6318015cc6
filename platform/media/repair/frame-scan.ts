// Goes through the frames of an MP3 or ADTS file to find what is missing between them, and where the rate changes.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';
import type { Place } from '../damage';
import { TAG_START_BYTES, tagLength } from '../file-tags';
import { findFrames, startsChain } from '../mpeg-frames';
import { joined } from '../pieces';
import { BitReservoir } from './bit-reservoir';
import { discardTotal, type Run, settle } from './frame-count';
import type { FrameFormat } from './frame-formats';
import { FrameSizes } from './frame-sizes';
import { lostInfo } from './lost-info';
import { AS_IT_IS, type RepairedFile } from './repaired-file';
import type { ScannedFrame } from './scanned-frame';
import { CLAIM_BYTES, readClaim } from './xing-header';

const HEAD_BYTES = 65_536;
/** What chains are looked for in at a time; the next look begins before the end of this one. */
const SEARCH_BYTES = 65_536;
const SEARCH_STEP = 48_000;
/** More changes of the rate than anybody joins; such a file is decoded as one. */
const MAX_SECTIONS = 64;
class FrameScan {
  readonly runs: Run[] = [];
  /** Bytes behind the last frame that are neither frames nor tags. */
  #restBytes = 0;
  readonly #sizes = new FrameSizes();
  /** A tag lies behind as many frames as the header counts: what follows was joined to it. */
  #isComplete = false;
  #last: { readonly at: number; readonly frame: ScannedFrame } | null = null;
  readonly #reservoir: BitReservoir;
  readonly #window: ByteWindow;
  readonly #format: FrameFormat;

  constructor(window: ByteWindow, format: FrameFormat) {
    this.#window = window;
    this.#format = format;
    this.#reservoir = new BitReservoir(window, format);
  }

  /** Whether the file was cut within its last frame. */
  get endsInFrame(): boolean {
    return this.#last !== null && this.#last.at + this.#last.frame.length > this.#window.fileBytes;
  }

  /** @param start where the first frame is */
  async run(start: number): Promise<void> {
    const window = this.#window;
    const format = this.#format;
    for (let at = start; at < window.fileBytes; ) {
      const frame = format.read(await window.read(at, format.headBytes), 0);
      const isExpected =
        frame !== null && (frame.kind === this.runs.at(-1)?.kind || (await this.#isChain(at)));
      const tag = isExpected ? 0 : tagLength(await window.read(at, TAG_START_BYTES));
      if (isExpected) {
        await this.#add(at, frame);
        at += frame.length;
      } else if (tag > 0) {
        const last = this.runs.at(-1);
        this.#isComplete = last?.claim?.frames === last?.lengths.length;
        at += tag;
      } else {
        const found = await this.#resume(at);
        if (found < 0) return;
        at = found;
      }
    }
  }

  /** About as many frames as the bytes behind the last one have been, in seconds. */
  get restS(): number {
    const last = this.#last?.frame;
    return last ? (this.#restBytes / this.#sizes.average) * (last.samples / last.sampleRate) : 0;
  }

  /** Puts silence in place of `bytes` before the first frame: the end of one that began earlier, and what is damaged. */
  async fillStart(bytes: number): Promise<void> {
    const [run] = this.runs;
    const first = run?.pieces[0];
    if (!run || !first || !('from' in first)) return;
    const { length } = run.first;
    const head = Buffer.from(await this.#window.read(first.from, 16));
    const times = Math.max(1, Math.round(bytes / this.#sizes.average));
    const piece = { fill: this.#format.silence(head, length), times };
    run.pieces.unshift(piece);
    run.gaps.unshift({ piece, frame: run.first, isCut: false, index: 0, isFrameLost: false });
  }

  async #add(at: number, frame: ScannedFrame): Promise<void> {
    const { runs } = this;
    const window = this.#window;
    const claim = this.#format.hasClaims ? readClaim(await window.read(at, CLAIM_BYTES), frame) : null;
    if (frame.kind !== runs.at(-1)?.kind || claim !== null || this.#isComplete) {
      runs.push({ kind: frame.kind, pieces: [], gaps: [], first: frame, claim, lengths: [] });
      this.#reservoir.reset();
    }
    this.#isComplete = false;
    const run = runs.at(-1);
    if (!run) return;
    run.pieces.push(await this.#reservoir.pieceOf(at, frame));
    if (claim === null) run.lengths.push(frame.length);
    this.#last = { at, frame };
    this.#sizes.add(frame.length, claim === null);
  }

  async #isChain(at: number): Promise<boolean> {
    const bytes = await this.#window.read(at, SEARCH_BYTES);
    return startsChain(bytes, 0, this.#format.read, at + bytes.length >= this.#window.fileBytes);
  }

  /** Finds where frames go on behind damage at `at`, and fills the gap. The last frame may be cut itself. */
  async #resume(at: number): Promise<number> {
    const window = this.#window;
    const format = this.#format;
    const last = this.#last;
    const from = last ? last.at + 1 : at;
    for (let start = from; start < window.fileBytes; start += SEARCH_STEP) {
      const bytes = await window.read(start, SEARCH_BYTES);
      const found = findFrames(bytes, format.read, start + bytes.length >= window.fileBytes);
      if (found < 0) continue;
      if (last) await this.#fill(last, at, start + found);
      return start + found;
    }
    this.#restBytes = window.fileBytes - at;
    return -1;
  }

  async #fill(last: { at: number; frame: ScannedFrame }, end: number, next: number): Promise<void> {
    const run = this.runs.at(-1);
    if (!run) return;
    const head = Buffer.from(await this.#window.read(last.at, 16));
    const missing = this.#sizes.missingBetween(last.at, next < end ? last.at : end, next);
    // Where other bytes follow a frame of layer I or II, they most likely begin within it.
    const isLastDamaged = this.#format.hasClaims && this.#format.mainData(head, last.frame.length) === null;
    const isLastLost = next < end || isLastDamaged;
    if (isLastLost) {
      run.pieces.pop();
      run.lengths.pop();
      this.#sizes.remove(last.frame.length);
    }
    const times = next < end ? Math.max(1, missing) : missing + (isLastDamaged ? 1 : 0);
    await this.#reservoir.breakAt(run.pieces, last, next, times);
    const fill = this.#format.silence(head, last.frame.length);
    const piece = { fill, times };
    run.pieces.push(piece);
    const index = run.lengths.length;
    run.gaps.push({ piece, frame: last.frame, isCut: missing <= 1, index, isFrameLost: isLastLost });
  }
}

/**
 * Scans the frames from `start` on, behind the tags at the start of the file.
 * @returns sections with frames of silence for what is missing, where anything is, and one for each sample rate and
 *   each file that was joined to others
 */
export async function scanFrames(
  file: FileHandle,
  fileBytes: number,
  start: number,
  format: FrameFormat,
): Promise<RepairedFile> {
  const window = new ByteWindow(file, fileBytes);
  const head = Buffer.from(await window.read(start, HEAD_BYTES));
  const first = findFrames(head, format.read, start + head.length >= fileBytes);
  if (first < 0) return AS_IT_IS;
  const scan = new FrameScan(window, format);
  await scan.run(start + first);
  if (first > 0 && format.isAllSound) await scan.fillStart(first);
  const { runs } = scan;
  discardTotal(runs);
  const restS = format.isAllSound ? scan.restS : 0;
  let [missingEndS, atS] = [restS, 0];
  const silentAt: Place[] = [];
  const sections = runs.map((run, i) => {
    const { missing, end } = settle(run, scan.endsInFrame && i === runs.length - 1);
    if (missing > 1) missingEndS += (missing * run.first.samples) / run.first.sampleRate;
    const frameS = run.first.samples / run.first.sampleRate;
    for (const piece of run.pieces) {
      const lengthS = frameS * ('fill' in piece ? piece.times : 1);
      if ('fill' in piece) silentAt.push({ atS, lengthS });
      atS += lengthS;
    }
    const pieces = joined(run.pieces);
    return end ? { pieces, end } : { pieces };
  });
  const [only] = runs;
  const info =
    first > 0 && format.hasClaims && only ? await lostInfo(window, only, start + first, first) : null;
  if (info) sections[0]?.pieces.unshift(info);
  // FFmpeg itself cuts where the header says that the sound ends, unless it is fed through a pipe.
  const isLonger = only?.claim != null && only.lengths.length > only.claim.frames;
  const isWhole = runs.length === 1 && only?.gaps.length === 0 && !isLonger && !info;
  if (isWhole) return { ...AS_IT_IS, missingEndS, ...(sections[0]?.end ? { end: sections[0].end } : {}) };
  const silentS = silentAt.reduce((sum, { lengthS }) => sum + lengthS, 0);
  const damage = { silentS, silentAt, missingEndS };
  if (runs.length <= MAX_SECTIONS) return { ...damage, sections };
  return { ...damage, sections: [{ pieces: joined(runs.flatMap(({ pieces }) => pieces)) }] };
}
