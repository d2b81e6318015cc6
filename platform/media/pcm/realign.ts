// Follows the frames of uncompressed samples through a file in which bytes were removed or inserted.
import type { FileHandle } from 'node:fs/promises';
import { ByteWindow } from '../byte-window';
import type { Place } from '../damage';
import type { Piece } from '../pieces';
import { boundedReader, type FrameLayout, findPhase, frameBytes, readingAt } from './frame-alignment';
import type { RealignedFrames } from './pcm-format';
import { isBehindSound, type Shift } from './surplus';

const BLOCK_FRAMES = 2_048;
/** The place is looked for in so much of the file at most: it may lie in silence. */
const MAX_SEARCHED_BYTES = 2 ** 23;
/** Squared steps, added up over the channels, are rarely larger than this in sound; those of noise are 0.3. */
const STEP_OF_SOUND = 0.03;
/** Silence on both sides of the place, which is known to a few samples. */
const GUARD_S = 0.005;

export interface StoredFrames extends FrameLayout {
  readonly sampleRate: number;
  readonly dataOffset: number;
  readonly dataBytes: number;
  /** Bytes that were removed in all, as the size of the file says; negative for inserted ones, 0 where it does not tell. */
  readonly removedBytes: number;
}

/** The remainder of a division, never negative. */
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** Steps between neighbouring frames of the first two channels, each at most 1, added up from frame to frame. */
function sumOfSteps(bytes: Buffer, phase: number, layout: FrameLayout): Float64Array {
  const { channels, format } = layout;
  const frame = frameBytes(layout);
  const read = boundedReader(format);
  const sums = new Float64Array(Math.max(0, Math.floor((bytes.length - phase) / frame)));
  for (let i = 1; i < sums.length; i++) {
    let step = 0;
    for (let channel = 0; channel < Math.min(2, channels); channel++) {
      const at = phase + i * frame + channel * format.bytes;
      step += Math.min(1, (read(bytes, at) - read(bytes, at - frame)) ** 2);
    }
    sums[i] = (sums[i - 1] ?? 0) + step;
  }
  return sums;
}

/**
 * The number of whole frames before frames move: where the steps on both sides are smallest in all.
 * @param before steps of what is read as before the place, and `behind` of what is read as behind it; null for a reading
 * that is low on the other side, where its steps are small as well
 */
function framesBefore(before: Float64Array | null, behind: Float64Array | null): number {
  const count = Math.min(
    before?.length ?? Number.POSITIVE_INFINITY,
    behind?.length ?? Number.POSITIVE_INFINITY,
  );
  if (!Number.isFinite(count)) return 0;
  const stepsBefore = (i: number) => before?.[i] ?? i * STEP_OF_SOUND;
  const stepsTo = (i: number) => behind?.[i] ?? i * STEP_OF_SOUND;
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < count; i++) {
    const cost = stepsBefore(i) - stepsTo(i);
    if (cost >= least) continue;
    least = cost;
    best = i;
  }
  return best;
}

class FrameWalk {
  readonly shifts: Shift[] = [];
  readonly #window: ByteWindow;
  readonly #stored: StoredFrames;
  readonly #endAt: number;

  constructor(window: ByteWindow, stored: StoredFrames, endAt: number) {
    this.#window = window;
    this.#stored = stored;
    this.#endAt = endAt;
  }

  async run(): Promise<void> {
    const { dataOffset, format } = this.#stored;
    const blockBytes = BLOCK_FRAMES * frameBytes(this.#stored);
    let [phase, lastKnownAt] = [0, dataOffset];
    for (let at = dataOffset; at < this.#endAt; at += blockBytes) {
      const found = await this.#phaseOf(at, phase);
      if (found === phase) lastKnownAt = at;
      if (found === null || found === phase) continue;
      // One block may be like that by chance.
      const next = (await this.#phaseOf(at + blockBytes, phase)) ?? found;
      if ((next - found) % format.bytes !== 0) continue;
      await this.#addShift(Math.max(lastKnownAt, at - MAX_SEARCHED_BYTES), at + blockBytes, phase, found);
      phase = found;
      lastKnownAt = at;
    }
  }

  async #phaseOf(at: number, phase: number): Promise<number | null> {
    return findPhase(await this.#read(at, BLOCK_FRAMES * frameBytes(this.#stored)), phase, this.#stored);
  }

  #read(at: number, length: number): Promise<Buffer> {
    return this.#window.read(at, Math.max(0, Math.min(length, this.#endAt - at)));
  }

  async #addShift(from: number, to: number, phase: number, found: number): Promise<void> {
    const frame = frameBytes(this.#stored);
    const start = from - modulo(from - this.#stored.dataOffset, frame);
    const bytes = await this.#read(start, to - start);
    const lastAt = frame * Math.max(0, Math.floor(bytes.length / frame) - BLOCK_FRAMES);
    const isLow = (at: number, each: number) =>
      readingAt(bytes.subarray(at, at + BLOCK_FRAMES * frame), each, this.#stored).isLow;
    const count = framesBefore(
      isLow(lastAt, phase) ? null : sumOfSteps(bytes, phase, this.#stored),
      isLow(0, found) ? null : sumOfSteps(bytes, found, this.#stored),
    );
    const [endAt, startAt] = [phase, found].map((each) => start + each + count * frame) as [number, number];
    this.shifts.push({ endAt, startAt: startAt < endAt ? startAt + frame : startAt });
  }
}

/** Channels change places where whole samples were removed: the size of the file, or its end, says whether. */
function settleChannels(shifts: readonly Shift[], stored: StoredFrames, endAt: number): void {
  const [shift, ...others] = shifts;
  if (!shift || others.length > 0) return;
  const frame = frameBytes(stored);
  const isRight = (startAt: number) =>
    stored.removedBytes === 0
      ? modulo(endAt - startAt, frame) === 0
      : modulo(shift.endAt - startAt - stored.removedBytes, frame) === 0;
  for (let moved = 0; moved < frame; moved += stored.format.bytes) {
    if (!isRight(shift.startAt + moved)) continue;
    shift.startAt += moved;
    return;
  }
}

/** Frames of silence that keep the time at each shift, besides what is cut there. */
function framesRemoved(shifts: readonly Shift[], frame: number, removedBytes: number): number[] {
  const least = shifts.map(({ endAt, startAt }) => modulo(endAt - startAt, frame));
  const rest = removedBytes - least.reduce((sum, bytes) => sum + bytes, 0);
  // The size of the file says nothing where it does not fit what was found.
  const more = removedBytes !== 0 && modulo(rest, frame) === 0 ? rest / frame : 0;
  return shifts.map(
    ({ endAt, startAt }, i) =>
      (startAt - endAt + (least[i] ?? 0)) / frame +
      Math.round((more * (i + 1)) / shifts.length) -
      Math.round((more * i) / shifts.length),
  );
}

function silence(frames: number, frame: number): Piece[] {
  const [times, rest] = [Math.floor(frames / BLOCK_FRAMES), frames % BLOCK_FRAMES];
  return [
    { fill: Buffer.alloc(BLOCK_FRAMES * frame), times },
    { fill: Buffer.alloc(rest * frame), times: 1 },
  ];
}

/**
 * Finds the places where bytes were removed or inserted.
 * @returns what is to be read in place of the data, or null where its frames follow each other
 */
export async function realign(
  file: FileHandle,
  fileBytes: number,
  stored: StoredFrames,
): Promise<RealignedFrames | null> {
  const { dataOffset, dataBytes, removedBytes, sampleRate } = stored;
  const frame = frameBytes(stored);
  const endAt = Math.min(fileBytes, dataOffset + dataBytes + Math.max(0, -removedBytes));
  const window = new ByteWindow(file, fileBytes);
  const walk = new FrameWalk(window, stored, endAt);
  await walk.run();
  const { shifts } = walk;
  if (shifts.length === 0) return null;
  const surplus = { surplusBytes: -removedBytes, endAt };
  if (removedBytes < 0 && (await isBehindSound(window, shifts, surplus, stored))) {
    // What was removed is then known but for whole frames, and the sound ends within the last one.
    return realign(file, fileBytes, { ...stored, dataBytes: dataBytes - frame, removedBytes: 0 });
  }
  settleChannels(shifts, stored, endAt);
  const removed = framesRemoved(shifts, frame, removedBytes);
  const pieces: Piece[] = [];
  const silentAt: Place[] = [];
  let [at, frames] = [dataOffset, 0];
  for (const [i, shift] of shifts.entries()) {
    const count = removed[i] ?? 0;
    // Inserted bytes lie somewhere around the place.
    const guard = Math.round(GUARD_S * sampleRate) + Math.max(0, -count);
    const before = Math.max(0, Math.floor((shift.endAt - at) / frame) - guard);
    const behind = Math.min(guard, Math.floor((endAt - shift.startAt) / frame));
    const silent = Math.max(0, (shift.endAt - at) / frame - before + behind + count);
    pieces.push({ from: at, to: at + before * frame }, ...silence(silent, frame));
    silentAt.push({ atS: (frames + before) / sampleRate, lengthS: silent / sampleRate });
    frames += before + silent;
    at = shift.startAt + behind * frame;
  }
  const rest = Math.max(0, Math.floor((endAt - at) / frame));
  pieces.push({ from: at, to: at + rest * frame });
  return { pieces, frames: frames + rest, silentAt };
}
