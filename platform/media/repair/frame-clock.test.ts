// What the time stamps of frames say about gaps.
import { describe, expect, it } from 'vitest';
import { fillGaps } from './fill-gaps';
import { FrameClock } from './frame-clock';

const RATE = 48_000;
const line = (pts: number, samples: number) =>
  `[Parsed_ashowinfo_0 @ 0x1] n:1 pts:${pts} pts_time:${pts / RATE} pos:1 fmt:fltp channels:2 chlayout:stereo rate:${RATE} nb_samples:${samples} checksum:AB plane_checksums: [ AB ]\n`;

function clockOf(frames: readonly (readonly [number, number])[], claimedS = 0): FrameClock {
  const clock = new FrameClock(claimedS);
  for (const [pts, samples] of frames) clock.read(line(pts, samples));
  clock.end();
  return clock;
}

describe('FrameClock', () => {
  it('finds what is missing between two frames', () => {
    const clock = clockOf([
      [0, 960],
      [960, 960],
      [3840, 960],
      [4800, 960],
    ]);
    expect(clock.gaps).toEqual([{ atS: 0.04, lengthS: 0.04 }]);
    expect(clock.decodedS).toBeCloseTo(0.08);
  });

  it('passes over a single frame with a stray stamp, stamps that go back, and rounding to milliseconds', () => {
    expect(
      clockOf([
        [0, 960],
        [1920, 960],
        [1920, 960],
        [2880, 960],
      ]).gaps,
    ).toEqual([]);
    expect(
      clockOf([
        [4800, 960],
        [0, 960],
        [960, 960],
      ]).gaps,
    ).toEqual([]);
    expect(
      clockOf([
        [0, 960],
        [1008, 960],
        [1968, 960],
      ]).gaps,
    ).toEqual([]);
  });

  it('shortens a gap by what its first frame overlaps with the one behind it', () => {
    const clock = clockOf([
      [0, 960],
      [4800, 960],
      [5280, 960],
      [6240, 960],
    ]);
    expect(clock.gaps).toEqual([{ atS: 0.02, lengthS: expect.closeTo(0.07, 6) }]);
    expect(clock.decodedS).toBeCloseTo(0.08);
  });

  it('believes long jumps only within what the file claims', () => {
    const jump = [
      [0, 960],
      [20 * RATE, 960],
      [20 * RATE + 960, 960],
    ] as const;
    expect(clockOf(jump).gaps).toEqual([]);
    expect(clockOf(jump, 20).gaps).toEqual([{ atS: 0.02, lengthS: expect.closeTo(19.98) }]);
  });

  it('reads lines that arrive in pieces', () => {
    const clock = new FrameClock(0);
    for (const piece of `${line(0, 960)}Other text\n${line(960, 960)}`.match(/.{1,7}|\n/g) ?? [])
      clock.read(piece);
    expect(clock.decodedS).toBeCloseTo(0.04);
  });
});

describe('fillGaps', () => {
  it('puts silence into the blocks where the clock has a gap', async () => {
    const clock = clockOf([
      [0, 480],
      [1440, 480],
      [1920, 480],
    ]);
    async function* blocks() {
      yield new Float32Array(300).fill(1);
      yield new Float32Array(1140).fill(1);
    }
    const all: number[] = [];
    for await (const block of fillGaps(blocks(), clock, RATE, 1)) all.push(...block);
    expect(all).toHaveLength(2400);
    expect(all.map((x, i) => (x === 0 ? i : -1)).filter((i) => i >= 0)).toEqual(
      Array.from({ length: 960 }, (_, i) => 480 + i),
    );
  });
});
