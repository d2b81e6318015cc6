// The files of takes in the browser's own storage: samples as a WAV file, and notes as lines of which the last counts.
import { frameBytes, WAV_HEADER_BYTES, type WavFormat, wavHeader } from '@/audio/recording/wav-header';
import {
  noteFileName,
  type StoredTake,
  TAKES_FOLDER,
  type TakeNote,
  type TakeOwner,
  takeFileName,
} from '../messages';

// What only workers have, and TypeScript's DOM library therefore leaves out.
interface SyncAccessHandle {
  getSize(): number;
  read(buffer: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  write(buffer: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
interface WorkerFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(TAKES_FOLDER, { create: true });
}

async function openFile(name: string): Promise<SyncAccessHandle> {
  const folder = await openFolder();
  return ((await folder.getFileHandle(name, { create: true })) as WorkerFileHandle).createSyncAccessHandle();
}

/** A file that is being recorded into; nobody else can open it meanwhile, and a crash lets it go. */
export class TakeFile {
  #at: number;

  private constructor(
    readonly handle: SyncAccessHandle,
    readonly format: WavFormat,
  ) {
    this.#at = WAV_HEADER_BYTES;
  }

  static async create(id: string, format: WavFormat): Promise<TakeFile> {
    const handle = await openFile(takeFileName(id));
    handle.truncate(0);
    handle.write(wavHeader(format, 0), { at: 0 });
    return new TakeFile(handle, format);
  }

  /** @throws DOMException when the storage is full */
  append(samples: Float32Array<ArrayBuffer>): void {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    if (this.handle.write(bytes, { at: this.#at }) < bytes.length) {
      throw new DOMException('The storage is full.', 'QuotaExceededError');
    }
    this.#at += bytes.length;
  }

  flush(): void {
    this.handle.flush();
  }

  close(): void {
    repair(this.handle, this.format);
    this.handle.close();
  }
}

/** Writes into the header how many frames there are, and returns their number. */
function repair(handle: SyncAccessHandle, format: WavFormat): number {
  const frames = Math.max(0, Math.floor((handle.getSize() - WAV_HEADER_BYTES) / frameBytes(format)));
  handle.truncate(WAV_HEADER_BYTES + frames * frameBytes(format));
  handle.write(wavHeader(format, frames), { at: 0 });
  handle.flush();
  return frames;
}

export async function appendNote(note: TakeNote): Promise<void> {
  const handle = await openFile(noteFileName(note.id));
  try {
    handle.write(new TextEncoder().encode(`${JSON.stringify(note)}\n`), { at: handle.getSize() });
    handle.flush();
  } finally {
    handle.close();
  }
}

/** The last line that was written whole. */
async function readNote(folder: FileSystemDirectoryHandle, name: string): Promise<TakeNote | null> {
  const text = await (await (await folder.getFileHandle(name)).getFile()).text();
  for (const line of text.split('\n').reverse()) {
    try {
      // Nobody but `appendNote` writes this file.
      if (line !== '') return JSON.parse(line) as TakeNote;
    } catch {
      // A crash broke this line off; the one before counts.
    }
  }
  return null;
}

/** How much there is of a take; null while another tab records into it. */
async function countFrames(note: TakeNote): Promise<number | null> {
  try {
    const handle = await openFile(takeFileName(note.id));
    try {
      return repair(handle, note);
    } finally {
      handle.close();
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NoModificationAllowedError') return null;
    throw error;
  }
}

/** The takes of a person in a project that nobody is recording into, the oldest first. */
export async function listTakes({ projectId, userId }: TakeOwner): Promise<StoredTake[]> {
  const folder = await openFolder();
  const takes: StoredTake[] = [];
  // TypeScript's library does not know yet that folders can be walked.
  const names = (folder as unknown as { keys(): AsyncIterable<string> }).keys();
  for await (const name of names) {
    if (!name.endsWith(noteFileName(''))) continue;
    const note = await readNote(folder, name);
    if (note?.projectId !== projectId || note.userId !== userId) continue;
    const frames = await countFrames(note);
    if (frames !== null) takes.push({ note, frames });
  }
  return takes.sort((a, b) => a.note.startedAt - b.note.startedAt);
}

/** Removes a take with its note; one that is not there is none. */
export async function removeTake(id: string): Promise<void> {
  const folder = await openFolder();
  for (const name of [takeFileName(id), noteFileName(id)]) {
    await folder.removeEntry(name).catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
    });
  }
}
