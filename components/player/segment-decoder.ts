// Turns stored segments into float samples, off the page's thread and without garbage.
import type { DecodeReply, DecodeRequest } from './decode-messages';
import type { PlayerStem } from './types';
import { WindowPool } from './window-pool';
import type { DecodedWindow } from './window-store';

/** Two keep up with 16 stems. More make a seek quicker, but must leave cores to the audio thread. */
const WORKERS = Math.min(4, Math.max(2, Math.floor((globalThis.navigator?.hardwareConcurrency ?? 2) / 2)));

interface Waiting {
  readonly stem: PlayerStem;
  readonly index: number;
  readonly resolve: (window: DecodedWindow) => void;
  readonly reject: (reason: Error) => void;
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
 */
export class SegmentDecoder {
  private readonly pool = new WindowPool();
  private readonly workers: Worker[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private disposed = false;

  constructor(private readonly workerUrl: string) {}

  /**
   * Decodes one segment and undoes its headroom.
   * @param bytes a stereo FLAC file; detached by the call
   * @throws Error when it is not the segment it should be
   */
  async decode(bytes: ArrayBuffer, stem: PlayerStem, index: number): Promise<DecodedWindow> {
    if (this.disposed) throw new Error('The player was closed.');
    return new Promise((resolve, reject) => {
      const id = this.count++;
      this.waiting.set(id, { stem, index, resolve, reject });
      const { left, right } = this.pool.take(stem.segmentSamples);
      const request: DecodeRequest = { id, bytes, left, right, gain: 2 ** stem.headroomBits };
      this.worker(id % WORKERS).postMessage(request, [bytes, left.buffer, right.buffer]);
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

  private worker(at: number): Worker {
    const known = this.workers[at];
    if (known) return known;
    const worker = new Worker(this.workerUrl, { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<DecodeReply>) => this.receive(data);
    worker.onerror = () => this.failAll('The decoder could not be loaded.');
    this.workers[at] = worker;
    return worker;
  }

  private receive({ id, left, right, result }: DecodeReply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting && result === segmentLength(waiting.stem, waiting.index)) {
      waiting.resolve({ left, right });
      return;
    }
    this.recycle({ left, right });
    const why = typeof result === 'string' ? result : `It holds ${result} samples.`;
    waiting?.reject(
      new Error(`Segment ${waiting.index} of ${waiting.stem.id} is not what it should be: ${why}`),
    );
  }

  private failAll(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    this.waiting.clear();
    // A worker that failed to load is tried anew.
    for (const worker of this.workers.splice(0)) worker.terminate();
  }
}
