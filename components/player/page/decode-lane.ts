// One decoding worker and what it has been asked for: a whole segment at most, and the parts that may overtake it.

import type { DecodeReply, DecodeRequest, DropRequest } from '../decode-messages';
import type { DecodedSegment } from '../decoded-segment';
import type { PlayerStem } from '../types';
import { segmentLength } from './stem-segments';

/** Length of a part that is decoded ahead of its segment: three quarters of a second, to bridge the rest's decoding. */
export const PART_SAMPLES = 32_768;

/** So few that what a seek made useless is not decoded first, so many that the worker need not wait for the page. */
const MAX_PARTS = 2;

export interface DecodeTask {
  readonly bytes: ArrayBuffer;
  readonly stem: PlayerStem;
  readonly index: number;
  /** Of a part, its first sample in the segment; null for the whole segment. */
  readonly from: number | null;
  readonly signal: AbortSignal;
  readonly resolve: (reply: DecodeReply) => void;
  readonly reject: (reason: unknown) => void;
}

export interface LaneOptions {
  readonly workerUrl: string;
  /** A task has ended and there may be room for the next one. */
  readonly onRoom: () => void;
  /** The memory that was provided for a task is returned, because no one receives it. */
  readonly onReturn: (segment: DecodedSegment) => void;
  readonly onBroken: () => void;
}

export class DecodeLane {
  readonly #worker: Worker;
  readonly #tasks = new Map<number, DecodeTask>();
  #nextId = 0;
  readonly #options: LaneOptions;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#worker = new Worker(options.workerUrl, { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<DecodeReply>) => this.#receive(data);
    this.#worker.onerror = () => options.onBroken();
  }

  get load(): number {
    return this.#tasks.size;
  }

  hasRoomFor({ from }: Pick<DecodeTask, 'from'>): boolean {
    const tasks = [...this.#tasks.values()];
    const parts = tasks.filter((task) => task.from !== null).length;
    return from === null ? tasks.length === 0 : parts < MAX_PARTS;
  }

  /** @param segment to decode into: of the length of the segment, or of PART_SAMPLES */
  start(task: DecodeTask, { left, right }: DecodedSegment): void {
    const id = this.#nextId++;
    this.#tasks.set(id, task);
    const { bytes, from, stem } = task;
    const request: DecodeRequest = { id, bytes, from, left, right, gain: 2 ** stem.headroomBits };
    this.#worker.postMessage(request, [bytes, left.buffer, right.buffer]);
    task.signal.addEventListener('abort', () => this.#drop(id), { once: true });
  }

  /** Ends the worker. @returns the tasks that it leaves undone */
  close(): DecodeTask[] {
    this.#worker.terminate();
    const undone = [...this.#tasks.values()];
    this.#tasks.clear();
    return undone;
  }

  #drop(id: number): void {
    const request: DropRequest = { drop: id };
    if (this.#tasks.has(id)) this.#worker.postMessage(request);
  }

  #receive(reply: DecodeReply): void {
    const { id, result } = reply;
    const task = this.#tasks.get(id);
    this.#tasks.delete(id);
    this.#options.onRoom();
    if (task && result === lengthOf(task)) {
      task.resolve(reply);
      return;
    }
    this.#options.onReturn(reply);
    const why = typeof result === 'string' ? result : `It contains ${result} samples.`;
    task?.reject(
      task.signal.aborted
        ? task.signal.reason
        : new Error(`Segment ${task.index} of ${task.stem.id} is not what it should be: ${why}`),
    );
  }
}

function lengthOf({ stem, index, from }: DecodeTask): number {
  const length = segmentLength(stem, index);
  return from === null ? length : Math.min(PART_SAMPLES, length - from);
}
