// Reads a file of any size through a window, for scanners that go through all of it.

/** A file, or what is read like one. */
export interface ByteSource {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

const WINDOW_BYTES = 2 ** 20;

export class ByteWindow {
  #bytes = Buffer.alloc(0);
  #start = 0;
  readonly #file: ByteSource;

  constructor(
    file: ByteSource,
    readonly fileBytes: number,
  ) {
    this.#file = file;
  }

  /** Up to `length` bytes at `at`, fewer where the file ends; they stay as they are. */
  async read(at: number, length: number): Promise<Buffer> {
    const from = at - this.#start;
    const wanted = Math.max(0, Math.min(length, this.fileBytes - at));
    if (from < 0 || from + wanted > this.#bytes.length) {
      const room = Buffer.alloc(Math.max(length, WINDOW_BYTES));
      const { bytesRead } = await this.#file.read(room, 0, room.length, at);
      this.#bytes = room.subarray(0, bytesRead);
      this.#start = at;
      return this.#bytes.subarray(0, wanted);
    }
    return this.#bytes.subarray(from, from + wanted);
  }
}
