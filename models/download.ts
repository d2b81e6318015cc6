// Fetches one network of a model: goes on where it broke off, and takes only what its SHA-256 vouches for.
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { ModelError } from './model-error';
import { hashFile } from './model-file';
import { StallWatch } from './stall-watch';

export interface DownloadRequest {
  readonly url: string;
  /** Where the network goes once it is whole; until then it grows in `<target>.part`. */
  readonly target: string;
  readonly sha256: string;
  /** Null when only the hash is known. */
  readonly bytes: number | null;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null) => void;
  /** How long the server may send nothing. */
  readonly stallMs?: number;
}

const STALL_MS = 60_000;

export const partOf = (target: string): string => `${target}.part`;

async function sizeOf(file: string): Promise<number> {
  const info = await stat(file).catch(() => null);
  return info?.size ?? 0;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** Names a download by its host and file: addresses are long. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${path.basename(pathname)} from ${host}`;
}

async function refuseFullDisk(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needed) {
    throw new ModelError(
      `There is not enough room: ${megabytes(needed)} are needed, ${megabytes(bavail * bsize)} are free.`,
    );
  }
}

/** Why a request failed, without the layers around it. */
function causeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return String(inner);
  return (inner as NodeJS.ErrnoException).code ?? inner.message;
}

async function sendRequest(order: DownloadRequest, from: number, signal: AbortSignal): Promise<Response> {
  const headers = { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) };
  try {
    return await fetch(order.url, { signal, headers });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new ModelError(`The server of ${nameOf(order.url)} cannot be reached (${causeOf(error)}).`);
  }
}

/** The length of the whole file, as the server reports it; null when it does not. */
function announced(response: Response, from: number): number | null {
  const whole = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (whole) return Number(whole);
  const length = response.headers.get('content-length');
  return length === null ? null : from + Number(length);
}

function check(response: Response, order: DownloadRequest, total: number | null): void {
  const name = nameOf(order.url);
  if (!response.ok || !response.body) {
    throw new ModelError(
      `${name} could not be fetched: the server answers ${response.status} ${response.statusText}.`,
    );
  }
  if (order.bytes !== null && total !== null && total !== order.bytes) {
    throw new ModelError(
      `${name} has ${total} bytes where its manifest says ${order.bytes}; nothing was fetched.`,
    );
  }
}

interface ResponseBody {
  readonly response: Response;
  readonly from: number;
  readonly total: number | null;
  readonly watch: StallWatch;
}

async function writeBody(
  order: DownloadRequest,
  { response, from, total, watch }: ResponseBody,
  options: DownloadOptions,
) {
  let done = from;
  const limit = order.bytes ?? Number.POSITIVE_INFINITY;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      watch.beat();
      done += chunk.length;
      options.onProgress?.(done, total);
      next(
        done > limit ? new ModelError(`${nameOf(order.url)} is longer than its manifest says.`) : null,
        chunk,
      );
    },
  });
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  const file = createWriteStream(partOf(order.target), { flags: from > 0 ? 'a' : 'w' });
  await pipeline(body, counter, file);
}

/** Turns the cause of an aborted download into a message that says what happens to the downloaded part. */
async function describeBreak(error: unknown, order: DownloadRequest): Promise<Error> {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    await rm(partOf(order.target), { force: true });
    return new ModelError(`The disk is full; what there was of ${nameOf(order.url)} was removed.`);
  }
  const reason =
    error instanceof ModelError ? error.message : `The connection broke off (${causeOf(error)}).`;
  const kept = await sizeOf(partOf(order.target));
  return new ModelError(`${reason} ${megabytes(kept)} are kept; the same command goes on from there.`);
}

async function fetchRest(order: DownloadRequest, kept: number, options: DownloadOptions): Promise<void> {
  const watch = new StallWatch(options.stallMs ?? STALL_MS);
  const signal = AbortSignal.any([watch.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    const response = await sendRequest(order, kept, signal);
    // There is nothing behind what is kept: it is the whole, or not what was ordered.
    if (kept > 0 && response.status === 416) return;
    // A server that knows no ranges sends the whole file.
    const from = response.status === 206 ? kept : 0;
    const total = order.bytes ?? announced(response, from);
    check(response, order, announced(response, from));
    await refuseFullDisk(path.dirname(order.target), (total ?? from) - from);
    try {
      await writeBody(order, { response, from, total, watch }, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw await describeBreak(watch.signal.aborted ? watch.signal.reason : error, order);
    }
  } finally {
    watch.end();
  }
}

/** Moves a whole download to its place, or removes it when it is not what was ordered. */
async function install({ url, target, sha256 }: DownloadRequest): Promise<void> {
  const part = partOf(target);
  if ((await hashFile(part)) === sha256) return rename(part, target);
  await rm(part, { force: true });
  throw new ModelError(
    `${nameOf(url)} is not the file that its manifest names: the SHA-256 differs. It was removed.`,
  );
}

/**
 * Downloads a network unless the right one is there. The target never contains anything but the complete,
 * verified file.
 * @returns its length in bytes
 * @throws ModelError with a user message when it cannot be downloaded, the signal's reason when it is aborted
 */
export async function download(order: DownloadRequest, options: DownloadOptions = {}): Promise<number> {
  const { target, sha256, bytes } = order;
  await mkdir(path.dirname(target), { recursive: true });
  const there = await sizeOf(target);
  if (there > 0 && (await hashFile(target)) === sha256) return there;
  let kept = await sizeOf(partOf(target));
  if (bytes !== null && kept > bytes) {
    await rm(partOf(target));
    kept = 0;
  }
  if (bytes === null || kept < bytes) await fetchRest(order, kept, options);
  await install(order);
  return sizeOf(target);
}
