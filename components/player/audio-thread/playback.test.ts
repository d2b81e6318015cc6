// The player's output to the audio device is within full scale, whatever its memory contains, at any device
// sample rate.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { neutralGraph } from '@/audio/mix/graph';
import { at } from '@/contract/required';
import { tracksOf } from '../testing/tracks-of';
import { Playback } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';

const LENGTH = 4096;
const garbage = fc.oneof(
  fc.float({ min: -4, max: 4, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -3e38, 1e30),
);

describe('Playback', () => {
  it.each([44_100, 48_000])('never gives more than full scale to a device of %d Hz', (rate) => {
    fc.assert(
      fc.property(fc.array(garbage, { minLength: 1, maxLength: 50 }), fc.boolean(), (values, isLimited) => {
        const playback = new Playback(rate);
        const master = { gainDb: 6, limiter: isLimited ? DEFAULT_LIMITER : null };
        const stems = [{ id: 'a', lengthSamples: LENGTH, segmentSamples: LENGTH }];
        playback.load({ tracks: tracksOf(stems), stems, graph: { ...neutralGraph(1), master } });
        const segment = Float32Array.from({ length: LENGTH }, (_, i) => at(values, i % values.length));
        playback.mixer.store.put('a', 0, { left: segment, right: segment });
        playback.mixer.transport.play();
        const output = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)] as const;
        for (let block = 0; block < 40; block++) {
          playback.render(output);
          for (const channel of output) expect(channel.every((sample) => Math.abs(sample) <= 1)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
