// Takes in one multipart upload: streams the file to disk while hashing and counting it.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import { RequestError, ValidationError } from '@/server/errors';
import { namedWriteError } from './free-space';

export interface ReceiveOptions {
  /** Where the file goes; it is removed again when anything fails */
  readonly path: string;
  /** Names it in refusals, such as "song" */
  readonly what: string;
  readonly maxBytes: number;
  /** The refusal of a file that is larger */
  readonly tooLarge: () => Error;
}

export interface ReceivedFile {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: number;
  /** Lower-case hexadecimal */
  readonly sha256: string;
  readonly fields: Readonly<Record<string, string>>;
}

type SavedFile = Omit<ReceivedFile, 'fields'>;

const FORM_LIMITS = { files: 1, fields: 8, parts: 10, fieldSize: 4_096, fieldNameSize: 64, headerPairs: 32 };
const noFile = (what: string): ValidationError =>
  new ValidationError(`Send the ${what} as the file in the field "file" of a multipart/form-data request.`);

async function saveFile(stream: Readable, fileName: string, options: ReceiveOptions): Promise<SavedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > options.maxBytes) throw options.tooLarge();
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(stream, measured, createWriteStream(options.path, { flags: 'wx' }));
  return { path: options.path, fileName, bytes, sha256: hash.digest('hex') };
}

function openForm(request: Request, what: string): busboy.Busboy {
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  try {
    // Browsers send file names in UTF-8, which the old standard would read as Latin-1.
    return busboy({ headers, limits: FORM_LIMITS, defParamCharset: 'utf8' });
  } catch {
    throw noFile(what);
  }
}

class FormReader {
  readonly fields: Record<string, string> = {};
  saving: Promise<SavedFile> | undefined;

  constructor(
    readonly form: busboy.Busboy,
    options: ReceiveOptions,
  ) {
    form.on('file', (field, stream, { filename }) => {
      // Busboy ends the files it is reading with the reason of a refusal, and an unheard one would end the process.
      stream.on('error', () => undefined);
      if (field !== 'file') return this.refuse(noFile(options.what));
      this.saving = saveFile(stream, filename ?? '', options);
      // The rest of the form is of no use once its file is refused.
      this.saving.catch((error: unknown) => form.destroy(error as Error));
    });
    form.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) return this.refuse(new ValidationError(`The field ${name} is too long.`));
      this.fields[name] = value;
    });
    form.on('filesLimit', () => this.refuse(new ValidationError(`Send one ${options.what} at a time.`)));
    form.on('fieldsLimit', () => this.refuse(new ValidationError('The form has too many fields.')));
    form.on('partsLimit', () => this.refuse(new ValidationError('The form has too many parts.')));
  }

  private refuse(refusal: ValidationError): void {
    this.form.destroy(refusal);
  }
}

/** A broken or aborted form is the sender's doing and gets a sentence; a failure of the disk stays what it is. */
function namedFormError(error: unknown): unknown {
  const named = namedWriteError(error);
  if (named !== error || error instanceof RequestError) return named;
  const isFormError = error instanceof Error && !('syscall' in error);
  return isFormError ? new ValidationError('The upload arrived incomplete or broken; send it again.') : error;
}

async function readForm(request: Request, options: ReceiveOptions): Promise<ReceivedFile> {
  if (!request.body) throw noFile(options.what);
  const reader = new FormReader(openForm(request, options.what), options);
  // The web stream of the platform and that of Node differ in their types alone.
  const body = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
  try {
    await pipeline(body, reader.form);
  } catch (error) {
    // Only once the file is closed can it be removed for good.
    await Promise.allSettled([reader.saving]);
    throw error;
  }
  const saved = await reader.saving;
  if (!saved) throw noFile(options.what);
  return { ...saved, fields: reader.fields };
}

/**
 * Streams the file of a multipart request to `options.path`.
 * @throws ValidationError when the form is unusable, StorageFullError, or what `options.tooLarge` makes;
 *   nothing is left at the path then
 */
export async function receiveFile(request: Request, options: ReceiveOptions): Promise<ReceivedFile> {
  try {
    return await readForm(request, options);
  } catch (error) {
    await rm(options.path, { force: true });
    throw namedFormError(error);
  }
}
