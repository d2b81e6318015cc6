// The watch on the connection to the studio.
import { beforeEach, expect, it, vi } from 'vitest';
import { CHECK_INTERVAL_MS, watchConnection } from './connection-watch';

const connection = {
  wsconnected: false,
  wsconnecting: false,
  wsLastMessageReceived: 0,
  connect: vi.fn(),
  disconnect: vi.fn(),
};
let check: (nowMs: number) => void;
let nowMs: number;

function wait(ms: number): void {
  for (const end = nowMs + ms; nowMs < end; ) {
    nowMs += CHECK_INTERVAL_MS;
    check(nowMs);
  }
}

beforeEach(() => {
  vi.clearAllMocks();
  nowMs = 1_000_000;
  Object.assign(connection, { wsconnected: false, wsconnecting: false, wsLastMessageReceived: nowMs });
  check = watchConnection(connection);
});

it('leaves a connection alone while messages arrive every few seconds', () => {
  connection.wsconnected = true;
  for (let i = 0; i < 20; i++) {
    wait(3_000);
    connection.wsLastMessageReceived = nowMs;
  }
  expect(connection.disconnect).not.toHaveBeenCalled();
});

it('reconnects a connection that was silent for more than 7 s', () => {
  connection.wsconnected = true;
  wait(6_000);
  expect(connection.connect).not.toHaveBeenCalled();
  wait(2_000);
  expect(connection.disconnect).toHaveBeenCalledBefore(connection.connect);
});

it('abandons attempts to connect that take more than 7 s, each time', () => {
  connection.wsconnecting = true;
  wait(20_000);
  expect(connection.connect).toHaveBeenCalledTimes(2);
});

it('does not reconnect while the provider waits or was disconnected on purpose', () => {
  wait(60_000);
  expect(connection.connect).not.toHaveBeenCalled();
});
