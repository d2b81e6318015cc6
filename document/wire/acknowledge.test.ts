// Counting what is saved.
import * as decoding from 'lib0/decoding';
import { expect, it } from 'vitest';
import {
  createSaveTracker,
  encodeAcknowledgement,
  MESSAGE_ACKNOWLEDGE,
  readAcknowledgement,
} from './acknowledge';

it('an acknowledgement decodes to the count it was encoded with', () => {
  const decoder = decoding.createDecoder(encodeAcknowledgement(70_000));
  expect(decoding.readVarUint(decoder)).toBe(MESSAGE_ACKNOWLEDGE);
  expect(readAcknowledgement(decoder)).toBe(70_000);
});

it('says saved only when every edit message of this connection came back', () => {
  const said: boolean[] = [];
  const tracker = createSaveTracker((saved) => said.push(saved));
  tracker.opened();
  tracker.sent(new Uint8Array([0, 0, 1]));
  tracker.sent(new Uint8Array([1, 5]));
  expect(tracker.isSaved()).toBe(true);
  tracker.sent(new Uint8Array([0, 1, 2, 0, 0]));
  tracker.sent(new Uint8Array([0, 2, 2, 0, 0]));
  tracker.acknowledged(1);
  expect(tracker.isSaved()).toBe(false);
  tracker.acknowledged(2);
  expect(said).toEqual([false, true]);
});
