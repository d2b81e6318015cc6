// Turns stored segments into float samples, off the page's thread and without garbage.
import type { DecodeReply, DecodeRequest } from './decode-messages';
import { release } from './release';
import { segmentLength } from './stem-segments';
import type { PlayerStem } from './types';
import { WindowPool } from './window-pool';
import type { DecodedWindow, WindowPart } from './window-store';

/** Two keep up with 16 stems. More make a seek quicker, but must leave cores to the audio thread. */
const WORKERS = Math.min(4, Math.max(2, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)));

/** Length of a part that is decoded ahead of its segment: three quarters of a second, to bridge the rest's decoding. */
export const PART_SAMPLES = 32_768;

interface Task {
  readonly bytes: ArrayBuffer;
  readonly stem: PlayerStem;
  readonly index: number;
  /** Of a part, its first sample in the segment; null for the whole segment. */
  readonly from: number | null;
  readonly signal: AbortSignal;
  readonly resolve: (reply: DecodeReply) => void;
  readonly reject: (reason: unknown) => void;
}

/** A part, and the bytes of its segment to decode the rest from. */
export interface DecodedPart {
  readonly part: WindowPart;
  readonly bytes: ArrayBuffer;
}

/**
 * Owns the decoding workers and the memory of the windows. The browser's decodeAudioData would do the decoding, but
 * it leaves 3.5 MB behind for the collector with each segment, and the collector takes no notice of most of it.
 * A worker gets one segment at a time, so that what a seek made useless is dropped before it is decoded.
 */
export class SegmentDecoder {
  private readonly pool = new WindowPool();
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Task>();
  private queue: Task[] = [];
  private disposed = false;

  constructor(private readonly workerUrl: string) {}

  /**
   * Decodes one segment and undoes its headroom.
   * @param bytes a stereo FLAC file; belongs to the decoder from now on
   * @throws Error when it is not the segment it should be; what `signal` says when it is aborted in time
   */
  async decode(
    bytes: ArrayBuffer,
    stem: PlayerStem,
    index: number,
    signal: AbortSignal,
  ): Promise<DecodedWindow> {
    const { left, right } = await this.ask({ bytes, stem, index, signal, from: null });
    return { left, right };
  }

  /**
   * Decodes PART_SAMPLES, or what there is, from sample `from` of a segment on, before all whole segments.
   * @param bytes like `decode`; come back with the part
   * @throws like `decode`
   */
  async decodePart(
    bytes: ArrayBuffer,
    stem: PlayerStem,
    index: number,
    from: number,
    signal: AbortSignal,
  ): Promise<DecodedPart> {
    const reply = await this.ask({ bytes, stem, index, signal, from });
    return { part: { left: reply.left, right: reply.right, from }, bytes: reply.bytes! };
  }

  private ask(task: Omit<Task, 'resolve' | 'reject'>): Promise<DecodeReply> {
    return new Promise((resolve, reject) => {
      const asked = { ...task, resolve, reject };
      const firstWhole = this.queue.findIndex((other) => other.from === null);
      if (task.from === null || firstWhole < 0) this.queue.push(asked);
      else this.queue.splice(firstWhole, 0, asked);
      this.startNext();
    });
  }

  /** Takes back the memory of a window that is not needed any more. */
  recycle({ left, right }: DecodedWindow): void {
    this.pool.give({ left, right });
  }

  dispose(): void {
    this.disposed = true;
    this.failAll('The player was closed.');
  }

  private startNext(): void {
    while (this.queue.length > 0 && (this.idle.length > 0 || this.busy.size < WORKERS)) {
      const task = this.queue.shift()!;
      if (task.signal.aborted || this.disposed) {
        release([task.bytes]);
        task.reject(task.signal.reason ?? new Error('The player was closed.'));
      } else this.start(task);
    }
  }

  private start(task: Task): void {
    const worker = this.idle.pop() ?? this.hire();
    this.busy.set(worker, task);
    const { bytes, from, stem } = task;
    const { left, right } = this.pool.take(from === null ? stem.segmentSamples : PART_SAMPLES);
    const request: DecodeRequest = { bytes, from, left, right, gain: 2 ** stem.headroomBits };
    worker.postMessage(request, [bytes, left.buffer, right.buffer]);
  }

  private hire(): Worker {
    const worker = new Worker(this.workerUrl, { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<DecodeReply>) => this.receive(worker, data);
    worker.onerror = () => this.failAll('The decoder could not be loaded.');
    return worker;
  }

  private receive(worker: Worker, reply: DecodeReply): void {
    const { result } = reply;
    const task = this.busy.get(worker);
    this.busy.delete(worker);
    this.idle.push(worker);
    this.startNext();
    if (task && result === lengthOf(task)) {
      task.resolve(reply);
      return;
    }
    this.recycle(reply);
    const why = typeof result === 'string' ? result : `It holds ${result} samples.`;
    task?.reject(new Error(`Segment ${task.index} of ${task.stem.id} is not what it should be: ${why}`));
  }

  /** Ends every worker; one that failed to load is tried anew by the next segment. */
  private failAll(reason: string): void {
    const tasks = [...this.busy.values(), ...this.queue];
    for (const worker of [...this.idle, ...this.busy.keys()]) worker.terminate();
    this.idle.length = 0;
    this.busy.clear();
    this.queue = [];
    for (const { reject } of tasks) reject(new Error(reason));
  }
}

function lengthOf({ stem, index, from }: Task): number {
  const length = segmentLength(stem, index);
  return from === null ? length : Math.min(PART_SAMPLES, length - from);
}
