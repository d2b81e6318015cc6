// Presence messages between processes: within the size limit of a notification, and parsed back.
import { expect, it } from 'vitest';
import { entriesOf, presencePayloads, readPresenceMessage } from './presence-wire';

it('fits presence messages between processes into notifications, and parses them back', () => {
  const state = JSON.stringify({ note: 'ü"\\'.repeat(300) });
  const seats = Array.from({ length: 50 }, (_, clientId) => ({
    projectId: 'p',
    entry: { clientId, userId: 'ada', clock: 4, state: clientId % 2 ? state : null },
  }));
  const payloads = presencePayloads('me', 'ask', seats);
  expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8_000);
  const messages = payloads.map((payload) => readPresenceMessage(payload));
  expect(messages.map((message) => message?.say).slice(0, 2)).toEqual(['ask', 'alive']);
  expect(messages.flatMap((message) => (message ? entriesOf(message) : []))).toEqual(seats);
  expect(readPresenceMessage('{"from":1}')).toBeNull();
  expect(readPresenceMessage('nonsense')).toBeNull();
});
