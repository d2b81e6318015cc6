// Measuring how far a player is from its room: noisy stamps, loops, and when something is corrected.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEW_ROOM, type RoomState } from '@/contract/rehearsal/room-state';
import { DeviceStamps, OffsetMeter, offsetMs } from './offset-meter';

const NOW = 1e12;
const room: RoomState = { ...NEW_ROOM, isPlaying: true, position: 0, atMs: NOW };
const clock = (position: number) => ({ position, time: 0, moving: true, rate: 1 });

describe('offsetMs', () => {
  it('is positive ahead of the room, in time that is heard', () => {
    expect(offsetMs(room, clock(44_100), NOW + 1_000)).toBe(0);
    expect(offsetMs(room, clock(44_541), NOW + 1_000)).toBeCloseTo(10, 6);
    expect(offsetMs({ ...room, tempo: 0.5 }, clock(22_050), NOW + 1_010)).toBeCloseTo(-10, 6);
  });

  it('takes the short way round a loop', () => {
    const looped = { ...room, loop: { start: 0, end: 44_100 } };
    expect(offsetMs(looped, clock(44_056), NOW + 1_001)).toBeCloseTo(-2, 1);
    expect(offsetMs(looped, clock(44), NOW + 999)).toBeCloseTo(2, 1);
  });
});

describe('DeviceStamps', () => {
  it('keeps its way between time stamps that jump', () => {
    const stamps = new DeviceStamps();
    expect(stamps.localMs(1)).toBeNull();
    for (let i = 0; i < 40; i++)
      stamps.add({ contextTime: i, performanceMs: i * 1_000 + 500 + (i % 7 === 0 ? 30 : i % 3) });
    expect(Math.abs((stamps.localMs(50) ?? 0) - 50_501)).toBeLessThanOrEqual(1);
    expect(stamps.contextTime(stamps.localMs(50) ?? 0)).toBeCloseTo(50, 9);
    stamps.reset();
    expect(stamps.contextTime(5)).toBeNull();
  });

  it('is not led astray by stamps that wander for seconds, and follows a device that has dropped sound', () => {
    const stamps = new DeviceStamps();
    const read = (fromS: number, toS: number, lagAt: (s: number) => number) => {
      for (let s = fromS; s < toS; s += 0.05)
        stamps.add({ contextTime: s, performanceMs: s * 1_000 + lagAt(s) });
    };
    const lag = () => stamps.localMs(0) ?? 0;
    read(0, 20, () => 500);
    read(20, 23, (s) => 500 + 4 * (s - 20));
    expect(Math.abs(lag() - 500)).toBeLessThan(1);
    read(23, 25, () => 560);
    expect(lag()).toBeCloseTo(560, 6);
  });
});

describe('OffsetMeter', () => {
  it('corrects what many readings agree on, by exactly that, and lets small things be', () => {
    fc.assert(
      fc.property(fc.double({ min: -500, max: 500, noNaN: true }), (offset) => {
        const meter = new OffsetMeter();
        const corrections = Array.from({ length: 7 }, () => meter.add(offset)).filter((each) => each !== 0);
        if (Math.abs(offset) <= 2.5) expect(corrections).toEqual([]);
        else expect(corrections[0]).toBe(-offset);
      }),
    );
  });

  it('is not moved by single readings, and begins anew after a correction', () => {
    const meter = new OffsetMeter();
    const corrections = Array.from({ length: 40 }, (_, i) => meter.add(i % 5 === 0 ? 300 : 0.2));
    expect(corrections.every((each) => each === 0)).toBe(true);
    meter.reset();
    expect(meter.offsetMs).toBeNull();
  });

  it('corrects what is far off sooner', () => {
    const meter = new OffsetMeter();
    expect([meter.add(200), meter.add(200), meter.add(200)]).toEqual([0, 0, -200]);
  });
});
