// Cuts a track into unchanged and stretched pieces, both readable on the set's timeline.
import { type MapRun, runsOf, type TimeMap } from '@/audio/automix/render/time-map';
import { samples } from '@/audio/units';
import { type FrameFileInfo, FrameReader } from '../../stretching/frame-file';
import { alignLag, type Piece } from './joint';
import { type PartShaper, SHAPE_FRAMES } from './part-shaper';
import { stretch } from './stretch';

/** A stretched passage reaches this far into the native ones beside it; the joint lies halfway. */
const MARGIN_SECONDS = 0.4;
/** Context for the stretcher where nothing follows. */
const TAIL_SECONDS = 0.1;

export interface PieceOptions {
  readonly map: TimeMap;
  readonly semitones: number;
  readonly sampleRate: number;
  /** Folder for temporary files. */
  readonly dir: string;
  readonly signal?: AbortSignal;
  /** Receives the position of the set up to which a passage is stretched. */
  readonly onReached?: (position: number) => void;
}

async function* shapedBlocks(shaper: PartShaper, from: number, to: number): AsyncGenerator<Float32Array> {
  for (let at = from; at < to; at += SHAPE_FRAMES) {
    const block = await shaper.read(at);
    yield block.subarray(0, 2 * Math.min(SHAPE_FRAMES, to - at));
  }
}

/** What `pieces` keeps of the passage before, to lay the next one on it. */
interface Before {
  readonly reader: FrameReader | null;
  /** How many samples later than planned the set has come to run, by the joints so far: a few at most. */
  readonly shift: number;
}

/** The map that the stretcher is given: the run and its margins, both times from 0 on. */
function localMap(
  { knots }: MapRun,
  before: { readonly frames: number; readonly shift: number },
  after: number,
) {
  const [first, last] = [knots[0]!, knots.at(-1)!];
  const source = first.source - before.frames;
  const target = first.target + before.shift - before.frames;
  const inner = knots
    .slice(1)
    .map((knot) => ({ source: knot.source - source, target: knot.target - target }));
  const all = [
    { source: 0, target: 0 },
    { source: before.frames, target: before.frames },
    ...inner,
    { source: last.source - source + after, target: last.target - target + after },
  ];
  const map = all.map((knot) => ({ source: samples(knot.source), target: samples(knot.target) }));
  return { map, source, target };
}

/** Makes the pieces of a track one after the other, in order. */
export class PieceMaker {
  readonly #runs: readonly MapRun[];
  readonly #margin: number;
  readonly #shaper: PartShaper;
  readonly #options: PieceOptions;

  constructor(shaper: PartShaper, options: PieceOptions) {
    this.#shaper = shaper;
    this.#options = options;
    const { map, semitones, sampleRate } = options;
    this.#runs = semitones === 0 ? runsOf(map, sampleRate) : [{ isNative: false, knots: map }];
    this.#margin = Math.round(MARGIN_SECONDS * sampleRate);
  }

  /** The pieces in order; each can be read until the next one is asked for. */
  async *pieces(): AsyncGenerator<Piece, void, void> {
    let before: Before = { reader: null, shift: 0 };
    try {
      for (const index of this.#runs.keys()) {
        const made: Before & { piece: Piece } = this.#runs[index]!.isNative
          ? await this.#nativePiece(index, before)
          : await this.#stretchedPiece(index, before);
        await before.reader?.close();
        before = made;
        yield made.piece;
      }
    } finally {
      await before.reader?.close();
    }
  }

  /** Where the joints of a run lie, by what was planned: half a margin inside its native side. */
  #joints(index: number): { start: number; end: number } {
    const { isNative, knots } = this.#runs[index]!;
    const inwards = isNative ? this.#margin / 2 : -this.#margin / 2;
    const isLast = index === this.#runs.length - 1;
    return {
      start: knots[0]!.target + (index === 0 ? 0 : inwards),
      end: knots.at(-1)!.target - (isLast ? 0 : inwards),
    };
  }

  async #nativePiece(index: number, before: Before) {
    const { knots } = this.#runs[index]!;
    const joints = this.#joints(index);
    const planned = knots[0]!.source - knots[0]!.target;
    const lag = before.reader
      ? await alignLag(before.reader, this.#shaper, joints.start, planned)
      : before.shift;
    const shaper = this.#shaper;
    const isLast = index === this.#runs.length - 1;
    const piece: Piece = {
      start: joints.start,
      end: joints.end + (isLast ? 0 : lag),
      blocks: (extra) => shapedBlocks(shaper, piece.start + planned - lag, piece.end + planned - lag + extra),
    };
    return { piece, reader: null, shift: lag };
  }

  async #stretchedPiece(index: number, before: Before) {
    const { semitones, sampleRate, dir, signal, onReached } = this.#options;
    const run = this.#runs[index]!;
    const [first, last] = [run.knots[0]!.target, run.knots.at(-1)!.target];
    const onProgress = (share: number) => onReached?.(first + share * (last - first));
    const [isFirst, isLast] = [index === 0, index === this.#runs.length - 1];
    const tail = Math.round(TAIL_SECONDS * sampleRate);
    const lead = { frames: isFirst ? 0 : this.#margin, shift: before.shift };
    const { map, source, target } = localMap(run, lead, isLast ? tail : this.#margin);
    const blocks = shapedBlocks(this.#shaper, source, source + map.at(-1)!.source);
    const options = { map, semitones, sampleRate, signal, onProgress };
    const stretched = await stretch(blocks, `${dir}/run-${index}`, options);
    const info: FrameFileInfo = { ...stretched, first: target };
    const reader = await FrameReader.open(info);
    const joints = this.#joints(index);
    const piece: Piece = {
      start: joints.start + (isFirst ? 0 : before.shift),
      end: joints.end,
      blocks: (extra) => storedBlocks(reader, piece.start, piece.end + extra),
    };
    return { piece, reader, shift: 0 };
  }
}

async function* storedBlocks(reader: FrameReader, from: number, to: number): AsyncGenerator<Float32Array> {
  const block = new Float32Array(2 * SHAPE_FRAMES);
  for (let at = from; at < to; at += SHAPE_FRAMES) {
    const part = block.subarray(0, 2 * Math.min(SHAPE_FRAMES, to - at));
    await reader.read(at, part);
    yield part;
  }
}
