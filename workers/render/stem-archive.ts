// Packs files into a zip archive while they come, and removes each as soon as it is in.
import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Audio does not get smaller by deflating it; what is stored as it is can be packed at the speed of the disk. */
const STORED = { compress: false } as const;

export class StemArchive {
  readonly #zip = new ZipFile();
  readonly #file: WriteStream;
  readonly #written: Promise<void>;
  #reading: ReadStream | null = null;
  readonly #path: string;

  /** @param path where the archive is written; whoever makes it calls `finish` or `discard` */
  constructor(path: string) {
    this.#path = path;
    this.#file = createWriteStream(path);
    this.#written = pipeline(this.#zip.outputStream, this.#file);
    // `add` and `finish` report it; a failure between two of them must not end the process.
    this.#written.catch(() => {});
    this.#zip.on('error', (error: Error) => this.#file.destroy(error));
  }

  /**
   * Moves a file into the archive.
   * @throws when it cannot be read or the archive cannot be written
   */
  async add(path: string, name: string): Promise<void> {
    const { size } = await stat(path);
    this.#reading = createReadStream(path);
    this.#zip.addReadStream(this.#reading, name, { ...STORED, size });
    await Promise.race([finished(this.#reading), this.#written]);
    await rm(path);
  }

  /** Writes a text into the archive as a file. */
  addText(content: string, name: string): void {
    this.#zip.addBuffer(Buffer.from(content, 'utf8'), name, STORED);
  }

  /** Completes the archive. */
  async finish(): Promise<void> {
    this.#zip.end();
    await this.#written;
  }

  /** Aborts and removes the incomplete file. */
  async discard(): Promise<void> {
    this.#reading?.destroy();
    this.#file.destroy();
    // A file that is still being opened appears after `destroy`, and so after whoever removes it too early.
    if (!this.#file.closed) await new Promise<void>((resolve) => this.#file.once('close', () => resolve()));
    await rm(this.#path, { force: true });
  }
}

/** Characters that file systems do not accept in a name. */
const UNSAFE_CHARACTERS = /[\\/:*?"<>|\p{Cc}]+/gu;

/** A name that is not yet used in the archive. */
export function uniqueName(title: string, extension: string, taken: ReadonlySet<string>): string {
  const base = title.replace(UNSAFE_CHARACTERS, ' ').trim() || 'stem';
  for (let number = 1; ; number++) {
    const name = `${number === 1 ? base : `${base} ${number}`}.${extension}`;
    if (!taken.has(name)) return name;
  }
}
