// Stereo frames on disk as raw 32-bit floats: part of a longer recording, read from any place.
import { type FileHandle, open } from 'node:fs/promises';

/** Of a stereo frame of 32-bit floats. */
export const FRAME_BYTES = 8;

/** Plain data, so that it can be handed from one job to the next. */
export interface FrameFileInfo {
  readonly path: string;
  /** Position in the recording of the first frame in the file. */
  readonly first: number;
  readonly frames: number;
  /** Bytes before the first frame, such as a header. */
  readonly offset?: number;
}

/** Reads frames; those outside of the file are silent. */
export class FrameReader {
  readonly #info: FrameFileInfo;
  readonly #file: FileHandle;

  private constructor(info: FrameFileInfo, file: FileHandle) {
    this.#info = info;
    this.#file = file;
  }

  static async open(info: FrameFileInfo): Promise<FrameReader> {
    return new FrameReader(info, await open(info.path, 'r'));
  }

  /** Fills `out`, interleaved, with the frames from `from` on. */
  async read(from: number, out: Float32Array): Promise<void> {
    const { first, frames, offset = 0 } = this.#info;
    const start = Math.max(from, first);
    const end = Math.min(from + out.length / 2, first + frames);
    if (end <= start) {
      out.fill(0);
      return;
    }
    const into = out.subarray((start - from) * 2, (end - from) * 2);
    out.fill(0, 0, (start - from) * 2);
    out.fill(0, (end - from) * 2);
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    for (let done = 0; done < bytes.length; ) {
      const at = offset + (start - first) * FRAME_BYTES + done;
      const { bytesRead } = await this.#file.read(bytes, done, bytes.length - done, at);
      if (bytesRead === 0) throw new Error(`${this.#info.path} is shorter than it was written.`);
      done += bytesRead;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Writes frames one after the other. Whoever opens it calls `finish`, or `abandon` when something fails. */
export class FrameWriter {
  #frames = 0;

  readonly #path: string;
  readonly #first: number;
  readonly #file: FileHandle;

  private constructor(path: string, first: number, file: FileHandle) {
    this.#path = path;
    this.#first = first;
    this.#file = file;
  }

  /** @param first position in the recording of the first frame that will be written */
  static async open(path: string, first: number): Promise<FrameWriter> {
    return new FrameWriter(path, first, await open(path, 'w'));
  }

  /** Position in the recording of the next frame. */
  get position(): number {
    return this.#first + this.#frames;
  }

  /** Appends interleaved frames. */
  async write(frames: Float32Array): Promise<void> {
    const { buffer, byteOffset, byteLength } = frames;
    await this.#file.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
    this.#frames += frames.length / 2;
  }

  async finish(): Promise<FrameFileInfo> {
    await this.#file.close();
    return { path: this.#path, first: this.#first, frames: this.#frames };
  }

  abandon(): Promise<void> {
    return this.#file.close();
  }
}

const HEAD_BYTES = 4096;

/** The first bytes of a file, where its header is. */
export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
