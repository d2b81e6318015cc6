// Packs files into a zip archive while they come, and removes each as soon as it is in.
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Audio does not get smaller by deflating it; what is stored as it is can be packed at the speed of the disk. */
const STORED = { compress: false } as const;

export class StemArchive {
  private readonly zip = new ZipFile();
  private readonly file: WriteStream;
  private readonly written: Promise<void>;

  /** @param path where the archive is written; whoever makes it calls `finish` or `discard` */
  constructor(path: string) {
    this.file = createWriteStream(path);
    this.written = pipeline(this.zip.outputStream, this.file);
    // `add` and `finish` report it; a failure between two of them must not end the process.
    this.written.catch(() => {});
  }

  /** Moves a file into the archive. */
  async add(path: string, name: string): Promise<void> {
    const stream = createReadStream(path);
    this.zip.addReadStream(stream, name, { ...STORED, size: (await stat(path)).size });
    await Promise.race([finished(stream), this.written]);
    await rm(path);
  }

  /** Completes the archive. */
  async finish(): Promise<void> {
    this.zip.end();
    await this.written;
  }

  /** Gives up; what there is of the file is no archive. */
  discard(): void {
    this.file.destroy();
  }
}

/** What file systems do not take in a name. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}]+/gu;

/** A name for a file in the archive that none has yet. */
export function freeName(title: string, extension: string, taken: ReadonlySet<string>): string {
  const base = title.replace(UNSAFE, ' ').trim() || 'stem';
  for (let number = 1; ; number++) {
    const name = `${number === 1 ? base : `${base} ${number}`}.${extension}`;
    if (!taken.has(name)) return name;
  }
}
