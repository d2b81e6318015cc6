// A deadline for tools that are read or fed at somebody else's pace: only the time spent waiting for the tool counts.
import { type RunningTool, type ToolName, ToolTimeoutError } from './tool';

/** What starting a tool and reading the headers of its input may take on a busy machine. */
const BASE_MS = 60_000;

export class WaitingLimit {
  #leftMs = BASE_MS;
  readonly #tool: ToolName;
  readonly #child: Pick<RunningTool, 'fail'>;

  constructor(tool: ToolName, child: Pick<RunningTool, 'fail'>) {
    this.#tool = tool;
    this.#child = child;
  }

  /** Allows more: a tool that gets on with its work may take time in proportion to it. */
  extend(ms: number): void {
    this.#leftMs += ms;
  }

  /** Waits for something the tool has to do; the tool is killed, and its end rejects, when the limit is reached. */
  async wait<T>(work: Promise<T>): Promise<T> {
    const began = performance.now();
    const late = () => this.#child.fail(new ToolTimeoutError(`${this.#tool} took too long.`));
    const timer = setTimeout(late, Math.max(1, this.#leftMs));
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.#leftMs -= performance.now() - began;
    }
  }

  /** Passes on what the tool prints; each byte extends the limit. */
  async *read(output: AsyncIterable<Buffer>, msPerByte: number): AsyncGenerator<Buffer, void, void> {
    const reader = output[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { done, value } = await this.wait(reader.next());
        if (done) return;
        this.extend(value.length * msPerByte);
        yield value;
      }
    } finally {
      await reader.return?.();
    }
  }
}
