// Tests of the time that passes while the tempo moves.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsToBeat, tempoAtBeat } from './tempo-path';

const bpm = fc.double({ min: 40, max: 220, noNaN: true });

describe('secondsToBeat', () => {
  it('is the length of the beats at a tempo that stands still', () => {
    expect(secondsToBeat({ startBpm: 120, endBpm: 120, beats: 64 }, 64)).toBeCloseTo(32, 12);
  });

  it('adds up what each moment takes at its tempo', () => {
    fc.assert(
      fc.property(bpm, bpm, fc.integer({ min: 1, max: 128 }), (startBpm, endBpm, beats) => {
        const path = { startBpm, endBpm, beats };
        const steps = 4000;
        let seconds = 0;
        for (let i = 0; i < steps; i++) {
          seconds += ((60 / tempoAtBeat(path, ((i + 0.5) * beats) / steps)) * beats) / steps;
        }
        expect(secondsToBeat(path, beats) / seconds).toBeCloseTo(1, 5);
      }),
    );
  });
});
