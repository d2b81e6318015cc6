// Receives multipart uploads: streams files to disk while hashing and counting them.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import { RequestError, ValidationError } from '@/server/errors';
import { isStorable } from '@/server/http/clean-text';
import { formFileName } from './form-file-name';
import { namedWriteError } from './free-space';

export interface ReceiveOptions {
  /** Where the next file goes; it is removed again when anything fails */
  readonly newPath: () => string;
  /** Names a file in refusals, such as "song" */
  readonly what: string;
  readonly maxFiles: number;
  /** Of each file */
  readonly maxBytes: number;
  /** Called with the size of each piece before it is written; what it throws refuses the file */
  readonly grow?: (bytes: number) => Promise<void>;
  /** The refusal of a file that is larger */
  readonly tooLarge: () => Error;
}

export interface SavedFile {
  readonly path: string;
  /** As the sender's file is called, the escapes of HTML forms undone. */
  readonly fileName: string;
  readonly bytes: number;
  /** Lower-case hexadecimal */
  readonly sha256: string;
}

export interface ReceivedForm {
  /** In the order in which they were sent */
  readonly files: readonly SavedFile[];
  readonly fields: Readonly<Record<string, string>>;
}

export interface ReceivedFile extends SavedFile {
  readonly fields: Readonly<Record<string, string>>;
}

const MAX_FIELDS = 8;
const limitsFor = (maxFiles: number): busboy.Limits => ({
  files: maxFiles,
  fields: MAX_FIELDS,
  parts: maxFiles + MAX_FIELDS + 1,
  fieldSize: 16_384,
  fieldNameSize: 64,
  headerPairs: 32,
});

/** The refusal of a request without a file. */
export const noFile = (what: string): ValidationError =>
  new ValidationError(`Send the ${what} as the file in the field "file" of a multipart/form-data request.`);

async function saveFile(
  stream: Readable,
  path: string,
  fileName: string,
  options: ReceiveOptions,
): Promise<SavedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > options.maxBytes) throw options.tooLarge();
      await options.grow?.(chunk.byteLength);
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(stream, measured, createWriteStream(path, { flags: 'wx' }));
  return { path, fileName, bytes, sha256: hash.digest('hex') };
}

function openForm(request: Request, { what, maxFiles }: ReceiveOptions): busboy.Busboy {
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  try {
    // Browsers send file names in UTF-8, which the old standard would read as Latin-1.
    return busboy({ headers, limits: limitsFor(maxFiles), defParamCharset: 'utf8' });
  } catch {
    throw noFile(what);
  }
}

class FormReader {
  readonly fields: Record<string, string> = {};
  readonly saving: Promise<SavedFile>[] = [];
  readonly paths: string[] = [];

  constructor(
    readonly form: busboy.Busboy,
    options: ReceiveOptions,
  ) {
    form.on('file', (field, stream, { filename }) => {
      // Busboy ends the files it is reading with the reason of a refusal, and an unheard one would end the process.
      stream.on('error', () => undefined);
      if (options.maxFiles === 1 && field !== 'file') return this.#refuse(noFile(options.what));
      const path = options.newPath();
      this.paths.push(path);
      const saving = saveFile(stream, path, formFileName(filename ?? ''), options);
      this.saving.push(saving);
      // The rest of the form is of no use once a file is refused.
      saving.catch((error: unknown) => form.destroy(error as Error));
    });
    form.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) return this.#refuse(new ValidationError(`The field "${name}" is too long.`));
      if (!isStorable(name) || !isStorable(value)) {
        return this.#refuse(
          new ValidationError('A field of the form contains characters that are not text.'),
        );
      }
      this.fields[name] = value;
    });
    form.on('filesLimit', () => this.#refuse(tooMany(options)));
    form.on('fieldsLimit', () => this.#refuse(new ValidationError('The form has too many fields.')));
    form.on('partsLimit', () => this.#refuse(new ValidationError('The form has too many parts.')));
  }

  #refuse(refusal: Error): void {
    this.form.destroy(refusal);
  }
}

const tooMany = ({ what, maxFiles }: ReceiveOptions): Error =>
  new ValidationError(
    maxFiles === 1 ? `Send one ${what} at a time.` : `Send at most ${maxFiles} ${what}s at a time.`,
  );

/** A broken or aborted form is caused by the sender and gets a user message; a disk failure is passed on. */
function namedFormError(error: unknown): unknown {
  const named = namedWriteError(error);
  if (named !== error || error instanceof RequestError) return named;
  const isFormError = error instanceof Error && !('syscall' in error);
  return isFormError ? new ValidationError('The upload arrived incomplete or broken; send it again.') : error;
}

async function readForm(request: Request, reader: FormReader): Promise<ReceivedForm> {
  // The web stream of the platform and that of Node differ in their types alone.
  const body = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
  try {
    await pipeline(body, reader.form);
  } catch (error) {
    // Only once the files are closed can they be removed for good.
    await Promise.allSettled(reader.saving);
    throw error;
  }
  return { files: await Promise.all(reader.saving), fields: reader.fields };
}

/**
 * Streams the files of a multipart request to the paths that `options.newPath` makes. Where only one is wanted, its
 * field is called `file`; where several are, the names of their fields do not matter.
 * @throws ValidationError when the form is unusable, StorageFullError, or what `options.tooLarge` makes;
 *   nothing is left at the paths then
 */
export async function receiveForm(request: Request, options: ReceiveOptions): Promise<ReceivedForm> {
  if (!request.body) throw noFile(options.what);
  const reader = new FormReader(openForm(request, options), options);
  try {
    return await readForm(request, reader);
  } catch (error) {
    for (const path of reader.paths) await rm(path, { force: true });
    throw namedFormError(error);
  }
}
