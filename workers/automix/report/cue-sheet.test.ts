// Tests of the lists beside a set.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '@/audio/units';
import { cueSheetText, tracklistText } from './cue-sheet';

const RATE = 44_100;

describe('cueSheetText', () => {
  it('prints times within half a frame', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 * 3600 * RATE }), (start) => {
        const text = cueSheetText('set.wav', 'wav', [{ name: 'A', start: samples(start) }], RATE);
        const [, minutes, seconds, frames] = /INDEX 01 (\d{2,}):(\d\d):(\d\d)/.exec(text)!;
        expect(Number(seconds)).toBeLessThan(60);
        expect(Number(frames)).toBeLessThan(75);
        const cueSeconds = Number(minutes) * 60 + Number(seconds) + Number(frames) / 75;
        expect(Math.abs(cueSeconds - start / RATE)).toBeLessThanOrEqual(0.5 / 75 + 1e-9);
      }),
    );
  });

  it('keeps quotes and line breaks out of names', () => {
    const text = cueSheetText('a "set".mp3', 'mp3', [{ name: 'x "y"\nREM', start: samples(0) }], RATE);
    expect(text.split('\n')).toHaveLength(5);
    expect(text).toContain(`FILE "a 'set'.mp3" MP3`);
    expect(text).toContain(`TITLE "x 'y' REM"`);
  });
});

describe('tracklistText', () => {
  it('has a line per track', () => {
    const tracks = [
      { name: 'A', start: samples(0) },
      { name: 'B', start: samples(3661 * RATE) },
    ];
    expect(tracklistText(tracks, RATE)).toBe('0:00:00 A\n1:01:01 B\n');
    // As the CUE sheet, which has this at 00:19:00.
    expect(tracklistText([{ name: 'C', start: samples(837_724) }], RATE)).toBe('0:00:19 C\n');
  });
});
