// Keys at the edges of tracks: those of clear passages, and none where chance gave one to noise.
import { describe, expect, it } from 'vitest';
import type { Key } from '../../track/types';
import { endingKey, knownKey, startingKey } from './harmony';

const key = (tonic: number, confidence: number): Key => ({ tonic, mode: 'minor', confidence });

describe('knownKey', () => {
  it.each([0, 0.02, 0.075])('takes a confidence of %d for chance', (confidence) => {
    expect(knownKey(key(9, confidence))).toBeNull();
  });

  it.each([0.083, 0.11, 0.8])('takes a confidence of %d for a key', (confidence) => {
    expect(knownKey(key(9, confidence))).toEqual(key(9, confidence));
  });
});

describe('startingKey and endingKey', () => {
  it('know none where the whole and the passage are guesses, or one of them is missing', () => {
    expect(startingKey({ key: key(9, 0.02), keyStart: key(4, 0.05) })).toBeNull();
    expect(endingKey({ key: null, keyEnd: key(4, 0.05) })).toBeNull();
    expect(endingKey({ key: key(9, 0.02), keyEnd: null })).toBeNull();
  });

  it('are those of the passage where it is clear, else of the whole', () => {
    expect(startingKey({ key: key(9, 0.02), keyStart: key(4, 0.6) })?.tonic).toBe(4);
    expect(endingKey({ key: key(9, 0.5), keyEnd: key(4, 0.1) })?.tonic).toBe(9);
  });
});
