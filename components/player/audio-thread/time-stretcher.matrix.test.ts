// The level of a live change of tempo and key: the bands of left, right, sum and difference stay as they were.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRealFft, type RealFft } from '@/audio/fft';
import { makeSum } from '@/audio/playback/fade';
import { StereoRingBuffer } from '@/audio/playback/stereo-ring-buffer';
import { fullRangeMix, type Stereo, wideMix, worstChange } from '@/audio/stereo/testing/wide-mixes';
import { thinned } from '@/contract/testing/thinned';
import type { Speed } from '../speed';
import { BLOCK_FRAMES } from './streaming-mixer';
import { TimeStretcher } from './time-stretcher';

/** Long enough for levels to be known: they are averaged over three seconds. */
const SECONDS = 6;
/**
 * The limit for every third of an octave with energy, and the limit an octave away or at half and double
 * tempo. Constants were chosen on mixes 1 to 3; these are others.
 */
const MAX_DB = 0.5;
const MAX_EXTREME_DB = 1.5;
/** Below this the stretcher's own windows do not tell the notes of a bass apart, and gains of bands mend only a part. */
const RESOLVED_HZ = 120;
/** Lone partials at the end of the spectrum: 0.6 dB off, and 1 dB where those above 8 kHz were shifted instead. */
const CYMBALS_HZ = 4000;
const MAX_CYMBALS_DB = 0.7;
const FEED_FRAMES = 4096;

/** Plays a mix at another speed as the audio thread does, block by block. */
async function played(mix: Stereo, speed: Speed): Promise<Stereo> {
  const stretcher = await TimeStretcher.create();
  const [ring, feed] = [new StereoRingBuffer(), makeSum(FEED_FRAMES)];
  const write = (frames: number) => {
    for (let done = 0; done < frames; done += FEED_FRAMES) {
      const count = Math.min(FEED_FRAMES, frames - done);
      for (let i = 0; i < count; i++) {
        feed.left[i] = mix[0][ring.written + i] ?? 0;
        feed.right[i] = mix[1][ring.written + i] ?? 0;
      }
      ring.write(feed, 0, count);
    }
  };
  stretcher.set(speed);
  write(stretcher.lead(speed));
  stretcher.start(ring, speed);
  const blocks = Math.floor(mix[0].length / speed.tempo / BLOCK_FRAMES);
  const heard = [new Float32Array(blocks * BLOCK_FRAMES), new Float32Array(blocks * BLOCK_FRAMES)] as const;
  const sum = makeSum(BLOCK_FRAMES);
  let due = 0;
  for (let block = 0; block < blocks; block++) {
    due += BLOCK_FRAMES * speed.tempo;
    const taken = Math.floor(due);
    due -= taken;
    const from = ring.written;
    write(taken);
    stretcher.process(ring, from, taken, BLOCK_FRAMES, sum);
    heard[0].set(sum.left, block * BLOCK_FRAMES);
    heard[1].set(sum.right, block * BLOCK_FRAMES);
  }
  return heard;
}

let fft: RealFft;
beforeAll(async () => {
  fft = await createRealFft(32_768);
});
afterAll(() => fft.dispose());

describe('TimeStretcher', () => {
  it.each(
    thinned(
      [
        [11, 1.05, 0, MAX_DB],
        [12, 0.8, -3, MAX_DB],
        [13, 1.25, 3, MAX_DB],
        [14, 1, 12, MAX_EXTREME_DB],
      ] as const,
      4,
      1,
    ),
  )(
    'keeps levels and image of wide mix %d at tempo %d and %d semitones within %d dB',
    async (seed, tempo, keySemitones, maxDb) => {
      const mix = wideMix(seed, SECONDS);
      const heard = await played(mix, { tempo, keySemitones });
      const { db } = worstChange(fft, mix, heard, keySemitones, RESOLVED_HZ);
      expect(db).toBeLessThan(maxDb);
    },
  );

  it.each(
    thinned(
      [
        [16, 0.9, 2],
        [17, 1, -5],
      ] as const,
      2,
    ),
  )('keeps the cymbals of wide mix %d at tempo %d and %d semitones', async (seed, tempo, keySemitones) => {
    const mix = fullRangeMix(seed, SECONDS);
    const heard = await played(mix, { tempo, keySemitones });
    expect(worstChange(fft, mix, heard, keySemitones, CYMBALS_HZ).db).toBeLessThan(MAX_CYMBALS_DB);
  });
});
