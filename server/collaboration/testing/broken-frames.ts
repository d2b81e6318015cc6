// For tests and benchmarks: bytes that no WebSocket may send, each wrapped around an edit that would be legal.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';

type Random = (below: number) => number;

const FINAL = 0x80;
const BINARY = 2;
const MASKED = 0x80;
const LONG = 126;
const HUGE = 127;

interface FrameParts {
  readonly first: number;
  readonly payload: Uint8Array;
  readonly isMasked?: boolean;
  /** What stands where the length belongs, in place of the true one. */
  readonly length?: readonly number[];
}

/** One frame as a client sends it; payloads up to 64 KiB. */
function frame({ first, payload, isMasked = true, length }: FrameParts): Buffer {
  const size = payload.byteLength;
  const [short, ...rest] = length ?? (size < LONG ? [size] : [LONG, size >> 8, size & 255]);
  const key = isMasked ? randomBytes(4) : Buffer.alloc(0);
  const body = Buffer.from(payload);
  if (isMasked) for (let i = 0; i < size; i++) body[i] = (payload[i] as number) ^ (key[i % 4] as number);
  return Buffer.concat([
    Buffer.from([first, (short as number) | (isMasked ? MASKED : 0), ...rest]),
    key,
    body,
  ]);
}

const binary = (payload: Uint8Array, extra: Partial<FrameParts> = {}) =>
  frame({ first: FINAL | BINARY, payload, ...extra });
const close = (...payload: number[]) => frame({ first: FINAL | 8, payload: Uint8Array.from(payload) });
const BAD_CLOSE_CODES = [0, 999, 1004, 1005, 1006, 1100, 2999, 5000, 65_535];

const KINDS: readonly ((edit: Uint8Array, random: Random) => Buffer)[] = [
  (edit, random) => frame({ first: FINAL | BINARY | ((1 + random(7)) << 4), payload: edit }),
  (edit, random) => frame({ first: FINAL | (3 + random(5)), payload: edit }),
  (edit, random) => frame({ first: FINAL | (11 + random(5)), payload: edit }),
  (edit) => binary(edit, { isMasked: false }),
  (edit, random) => frame({ first: 8 + random(3), payload: edit.subarray(0, 100) }),
  (_edit, random) => frame({ first: FINAL | 9, payload: randomBytes(126 + random(500)) }),
  (edit) => frame({ first: FINAL, payload: edit }),
  (edit) => Buffer.concat([frame({ first: BINARY, payload: edit }), binary(edit)]),
  (edit) => binary(edit, { length: [HUGE, ...Array<number>(8).fill(255)] }),
  (edit, random) => binary(edit, { length: [HUGE, 0, 0, random(256), 1 + random(255), 0, 0, 0, 0] }),
  (_edit, random) => close(random(256)),
  (_edit, random) => {
    const code = BAD_CLOSE_CODES[random(BAD_CLOSE_CODES.length)] as number;
    return close(code >> 8, code & 255);
  },
  () => close(1000 >> 8, 1000 & 255, 0xc3, 0x28),
  (edit) => frame({ first: FINAL | 1, payload: Uint8Array.from([0xff, 0xfe, ...edit]) }),
  (edit, random) => {
    const whole = binary(edit);
    return whole.subarray(0, 1 + random(whole.length - 1));
  },
  (_edit, random) => Buffer.concat([Buffer.from([0x70 | random(256)]), randomBytes(1 + random(200))]),
];

/** Bytes of one of sixteen broken kinds. `edit`: a whole message that the server would take if it came in order. */
export const brokenFrame = (edit: Uint8Array, random: Random): Buffer =>
  (KINDS[random(KINDS.length)] as (typeof KINDS)[number])(edit, random);

/** The answer "nothing" to the server's question, so that whatever follows would count as an edit. */
const ANSWER = binary(new Uint8Array([0, 1, 2, 0, 0]));

/** Opens a WebSocket by hand. @throws Error when the server refuses it */
export function openRaw(port: number, path: string, headers: Record<string, string>): Promise<Duplex> {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': randomBytes(16).toString('base64') };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers: { ...headers, ...upgrade, ...key } });
    sent.once('upgrade', (_response, socket) => resolve(socket));
    sent.once('response', ({ statusCode }) => reject(new Error(`No socket: ${statusCode}.`)));
    sent.once('error', reject);
    sent.end();
  });
}

/** Sends the bytes, ends, and waits until the server is done with the connection. */
export function sendBroken(socket: Duplex, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.on('error', () => undefined);
    socket.resume();
    socket.end(Buffer.concat([ANSWER, bytes]));
  });
}
