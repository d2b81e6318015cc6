// The watch on the line to the studio.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchConnection } from './connection-watch';

const line = {
  wsconnected: false,
  wsconnecting: false,
  wsLastMessageReceived: 0,
  connect: vi.fn(),
  disconnect: vi.fn(),
};
let unwatch: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  Object.assign(line, { wsconnected: false, wsconnecting: false, wsLastMessageReceived: Date.now() });
  unwatch = watchConnection(line);
});
afterEach(() => {
  unwatch();
  vi.useRealTimers();
});

it('leaves a line alone on which something arrives every few seconds', () => {
  line.wsconnected = true;
  for (let i = 0; i < 20; i++) {
    vi.advanceTimersByTime(3_000);
    line.wsLastMessageReceived = Date.now();
  }
  expect(line.disconnect).not.toHaveBeenCalled();
});

it('dials again when the line is silent', () => {
  line.wsconnected = true;
  vi.advanceTimersByTime(6_000);
  expect(line.connect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(line.disconnect).toHaveBeenCalledBefore(line.connect);
});

it('gives up dialling into a dead line, again and again', () => {
  line.wsconnecting = true;
  vi.advanceTimersByTime(20_000);
  expect(line.connect).toHaveBeenCalledTimes(2);
});

it('does nothing while the provider waits or is disconnected on purpose', () => {
  vi.advanceTimersByTime(60_000);
  expect(line.connect).not.toHaveBeenCalled();
});
