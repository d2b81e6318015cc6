// The page's end of the take worker: takes are kept in the browser until the studio has them.
import {
  type StoredTake,
  TAKES_FOLDER,
  type TakeNote,
  type TakeOwner,
  type TakeReply,
  type TakeRequest,
  takeFileName,
} from '../messages';

type Request = TakeRequest extends infer Each
  ? Each extends TakeRequest
    ? Omit<Each, 'call'>
    : never
  : never;

interface Waiting {
  readonly resolve: (takes: readonly StoredTake[]) => void;
  readonly reject: (error: Error) => void;
}

export class TakeStore {
  #worker: Worker | null = null;
  #nextCall = 1;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onFailure: (id: string, message: string) => void;

  /** Whether this browser can keep takes at all: one that cannot has none from earlier. */
  get isSupported(): boolean {
    return typeof navigator.storage?.getDirectory === 'function';
  }

  /** @param onFailure a take cannot be kept any more, with a message for the user */
  constructor(onFailure: (id: string, message: string) => void) {
    this.#onFailure = onFailure;
  }

  /**
   * Begins a take; what comes out of the port is kept.
   * @throws Error with a message for the user when the browser keeps nothing here
   */
  async begin(note: TakeNote, port: MessagePort): Promise<void> {
    // Without it the browser may drop what it keeps when it needs room; refused, recordings are kept as long as it likes.
    void navigator.storage?.persist?.().catch(() => false);
    await this.#call({ type: 'begin', note, port }, [port]);
  }

  /** Writes down what has become known of a take. */
  async note(note: TakeNote): Promise<void> {
    await this.#call({ type: 'note', note });
  }

  /** Resolves once the last sample of a take is in its file. */
  async finish(id: string): Promise<void> {
    await this.#call({ type: 'finish', id });
  }

  /** The takes of a person in a project that no tab is recording into, the oldest first. */
  list({ projectId, userId }: TakeOwner): Promise<readonly StoredTake[]> {
    return this.#call({ type: 'list', projectId, userId });
  }

  async remove(id: string): Promise<void> {
    await this.#call({ type: 'remove', id });
  }

  /** A take as a WAV file. @throws DOMException when it is not there */
  async file({ id, name }: TakeNote): Promise<File> {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(TAKES_FOLDER);
    const file = await (await folder.getFileHandle(takeFileName(id))).getFile();
    return new File([file], `${name}.wav`, { type: 'audio/wav' });
  }

  dispose(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #call(request: Request, transfer: Transferable[] = []): Promise<readonly StoredTake[]> {
    if (!this.isSupported) {
      return Promise.reject(new Error('This browser cannot keep recordings. Use a current one, over HTTPS.'));
    }
    this.#worker ??= this.#open();
    const worker = this.#worker;
    const call = this.#nextCall++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      worker.postMessage({ ...request, call }, transfer);
    });
  }

  #open(): Worker {
    const worker = new Worker('/worklets/takes.js', { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<TakeReply>) => {
      if (data.call === null) return this.#onFailure(data.id, data.error);
      const waiting = this.#waiting.get(data.call);
      this.#waiting.delete(data.call);
      if ('error' in data) waiting?.reject(new Error(data.error));
      else waiting?.resolve(data.takes);
    };
    worker.onerror = () => {
      for (const { reject } of this.#waiting.values()) {
        reject(new Error('Recordings cannot be kept. Reload the page.'));
      }
      this.#waiting.clear();
    };
    return worker;
  }
}
