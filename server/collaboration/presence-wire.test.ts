// What processes tell each other about presence: within the limit of a notification, and back.
import { expect, it } from 'vitest';
import { presencePayloads, readPresenceMessage, seatsOf } from './presence-wire';

it('fits what processes tell each other into notifications, and reads it back', () => {
  const state = JSON.stringify({ note: 'ü"\\'.repeat(300) });
  const seats = Array.from({ length: 50 }, (_, clientId) => ({
    projectId: 'p',
    seat: { clientId, userId: 'ada', clock: 4, state: clientId % 2 ? state : null },
  }));
  const payloads = presencePayloads('me', 'ask', seats);
  expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8_000);
  const messages = payloads.map((payload) => readPresenceMessage(payload));
  expect(messages.map((message) => message?.say).slice(0, 2)).toEqual(['ask', 'alive']);
  expect(messages.flatMap((message) => (message ? seatsOf(message) : []))).toEqual(seats);
  expect(readPresenceMessage('{"from":1}')).toBeNull();
  expect(readPresenceMessage('nonsense')).toBeNull();
});
