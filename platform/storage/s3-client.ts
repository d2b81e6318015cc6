// The connection to an S3 bucket: its timeouts, its sockets, and which failures mean that it is unavailable.
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { DeadlineError } from '@/platform/deadline';
import type { Env } from '@/platform/env';
import { isBucketUnavailable, UnavailableError } from '@/platform/unavailable';

/** A connection that is not established after this long is tried anew. */
const CONNECT_MS = 4_000;
/** Failures that come at once are tried again; silence is not, since it has already taken its time. */
const ATTEMPTS = 3;

/** There is no room in the bucket, and waiting makes none. */
export const FULL_NAMES: ReadonlySet<string> = new Set([
  'XMinioStorageFull',
  'QuotaExceeded',
  'InsufficientStorage',
  'InsufficientCapacity',
]);

/** Converts the error to an UnavailableError where the bucket is unavailable. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error) || FULL_NAMES.has(error.name) || !isBucketUnavailable(error)) return error;
  return new UnavailableError('storage', { cause: error });
}

/** The body that each socket is bringing. */
const bodies = new WeakMap<Socket, Readable>();

/**
 * Notes which body a socket brings. While its reader is the one who is slow, the socket's silence is no failure of
 * the bucket.
 */
export function watchBody(body: Readable): void {
  if (body instanceof http.IncomingMessage) bodies.set(body.socket, body);
}

/** A body that has arrived in part and waits for its reader. */
const waitsForReader = (body: Readable | undefined): boolean =>
  body !== undefined && !body.destroyed && !body.readableEnded && body.readableLength > 0;

/** Ends a socket on which nothing has moved for `ms`, in either direction. */
function endWhenSilent(socket: Socket, ms: number): void {
  socket.setTimeout(ms);
  socket.on('timeout', () => {
    const body = bodies.get(socket);
    if (waitsForReader(body)) {
      socket.setTimeout(ms);
      return;
    }
    const silence = new DeadlineError('The bucket', ms, 'storage');
    if (body && !body.readableEnded) body.destroy(silence);
    socket.destroy(silence);
  });
}

type Connect = (
  options: unknown,
  done?: (error: Error | null, socket?: Socket) => void,
) => Socket | undefined;

/** An agent whose sockets end when they are silent, those that wait for the next request included. */
function watched<A extends http.Agent>(agent: A, ms: number): A {
  // The types leave this method out, though it is the documented place to change how an agent connects.
  const patchable = agent as unknown as { createConnection: Connect };
  const connect = patchable.createConnection.bind(agent);
  patchable.createConnection = (options, done) => {
    const socket = connect(options, done);
    if (socket) endWhenSilent(socket, ms);
    return socket;
  };
  return agent;
}

/** Servers other than Amazon's often know neither bucket host names nor the newer checksum trailers. */
const otherServer = (endpoint: string): S3ClientConfig => ({
  endpoint,
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

/**
 * Opens the client of the bucket that `env` describes. What it throws is an UnavailableError where the bucket does
 * not answer in time, refuses connections, or answers that it is overloaded or broken.
 */
export function createS3Client(env: Env): S3Client {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const silenceMs = env.S3_TIMEOUT_S * 1000;
  const agent = { keepAlive: true, maxSockets: env.S3_MAX_SOCKETS, timeout: silenceMs };
  const client = new S3Client({
    region: env.S3_REGION,
    // Without keys of ours the SDK looks where it always does: instance role, shared configuration.
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    ...(env.S3_ENDPOINT ? otherServer(env.S3_ENDPOINT) : {}),
    maxAttempts: ATTEMPTS,
    requestHandler: {
      // Covers the wait for a free socket as well.
      connectionTimeout: Math.min(CONNECT_MS, silenceMs),
      // The studio's own timeout distinguishes a silent bucket from a slow reader; that of the SDK does not.
      socketTimeout: 0,
      httpAgent: watched(new http.Agent(agent), silenceMs),
      httpsAgent: watched(new https.Agent(agent), silenceMs),
    },
  });
  // Around the retries, so that only the last failure is named.
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw asUnavailable(error);
      }
    },
    { step: 'initialize', name: 'nameAwayErrors', priority: 'high' },
  );
  return client;
}
