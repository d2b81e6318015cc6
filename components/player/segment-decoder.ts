// Turns stored segments into float samples, off the page's thread and without garbage.
import type { DecodeReply, DecodeRequest } from './decode-messages';
import { release } from './release';
import type { PlayerStem } from './types';
import { WindowPool } from './window-pool';
import type { DecodedWindow } from './window-store';

/** Two keep up with 16 stems. More make a seek quicker, but must leave cores to the audio thread. */
const WORKERS = Math.min(4, Math.max(2, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)));

interface Task {
  readonly bytes: ArrayBuffer;
  readonly stem: PlayerStem;
  readonly index: number;
  readonly signal: AbortSignal;
  readonly resolve: (window: DecodedWindow) => void;
  readonly reject: (reason: unknown) => void;
}

/** Length of segment `index` of a stem, in samples; the last one is shorter. */
export function segmentLength(
  stem: Pick<PlayerStem, 'lengthSamples' | 'segmentSamples'>,
  index: number,
): number {
  return Math.min(stem.segmentSamples, stem.lengthSamples - index * stem.segmentSamples);
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
  decode(bytes: ArrayBuffer, stem: PlayerStem, index: number, signal: AbortSignal): Promise<DecodedWindow> {
    return new Promise((resolve, reject) => {
      this.queue.push({ bytes, stem, index, signal, resolve, reject });
      this.startNext();
    });
  }

  /** Takes back the memory of a window that is not needed any more. */
  recycle(window: DecodedWindow): void {
    this.pool.give(window);
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
    const { left, right } = this.pool.take(task.stem.segmentSamples);
    const request: DecodeRequest = { bytes: task.bytes, left, right, gain: 2 ** task.stem.headroomBits };
    worker.postMessage(request, [task.bytes, left.buffer, right.buffer]);
  }

  private hire(): Worker {
    const worker = new Worker(this.workerUrl, { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<DecodeReply>) => this.receive(worker, data);
    worker.onerror = () => this.failAll('The decoder could not be loaded.');
    return worker;
  }

  private receive(worker: Worker, { left, right, result }: DecodeReply): void {
    const task = this.busy.get(worker);
    this.busy.delete(worker);
    this.idle.push(worker);
    this.startNext();
    if (task && result === segmentLength(task.stem, task.index)) {
      task.resolve({ left, right });
      return;
    }
    this.recycle({ left, right });
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
