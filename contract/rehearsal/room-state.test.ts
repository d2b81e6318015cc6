// The shared transport: what plays when, and that no command moves what sounds unless it should.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyCommand,
  leadMs,
  MAX_LEAD_MS,
  MIN_LEAD_MS,
  NEW_ROOM,
  positionAt,
  type RoomState,
  roomStateSchema,
} from './room-state';

const NOW = 1e12;
const playing: RoomState = { ...NEW_ROOM, isPlaying: true, position: 44_100, atMs: NOW };

const command = fc.oneof(
  fc.record({
    type: fc.constant('play' as const),
    position: fc.nat({ max: 1e7 }),
    atMs: fc.double({ min: NOW - 1e6, max: NOW + 1e6, noNaN: true }),
    tempo: fc.double({ min: 0.5, max: 2, noNaN: true }),
    countIn: fc.constant(null),
  }),
  fc.record({ type: fc.constant('pause' as const), position: fc.nat({ max: 1e7 }) }),
  fc.record({
    type: fc.constant('seek' as const),
    position: fc.nat({ max: 1e7 }),
    atMs: fc.double({ min: NOW - 1e6, max: NOW + 1e6, noNaN: true }),
  }),
  fc.record({
    type: fc.constant('loop' as const),
    loop: fc.option(fc.record({ start: fc.nat({ max: 1_000 }), end: fc.integer({ min: 2_000, max: 1e6 }) })),
  }),
  fc.record({
    type: fc.constant('tempo' as const),
    tempo: fc.double({ min: 0.5, max: 2, noNaN: true }),
    sinceMs: fc.double({ min: NOW - 1e6, max: NOW + 1e6, noNaN: true }),
  }),
  fc.record({ type: fc.constant('lead' as const), isLeading: fc.boolean() }),
);

describe('positionAt', () => {
  it('waits for its time, then plays at the tempo and round the loop', () => {
    expect(positionAt(playing, NOW - 50)).toBe(44_100);
    expect(positionAt(playing, NOW + 1_000)).toBe(88_200);
    expect(positionAt({ ...playing, tempo: 0.5 }, NOW + 1_000)).toBe(66_150);
    expect(positionAt({ ...playing, loop: { start: 0, end: 50_000 } }, NOW + 1_000)).toBe(38_200);
    expect(positionAt({ ...playing, isPlaying: false }, NOW + 1_000)).toBe(44_100);
  });
});

describe('applyCommand', () => {
  it('starts when it is asked to, but never before it can reach everybody, nor in a day', () => {
    const start = (atMs: number) =>
      applyCommand(NEW_ROOM, { type: 'play', position: 0, atMs, tempo: 1, countIn: null }, 'a', NOW).atMs -
      NOW;
    expect([start(NOW + 500), start(NOW - 10), start(NOW + 1e9)]).toEqual([500, MIN_LEAD_MS, MAX_LEAD_MS]);
  });

  it('changes tempo and loop without a jump of what sounds', () => {
    const moments = fc.double({ min: NOW + 1, max: NOW + 60_000, noNaN: true });
    fc.assert(
      fc.property(moments, fc.double({ min: 0.5, max: 2, noNaN: true }), (now, tempo) => {
        const before = positionAt(playing, now);
        const faster = applyCommand(playing, { type: 'tempo', tempo, sinceMs: now }, 'a', now);
        // Positions are whole samples.
        expect(Math.abs(positionAt(faster, now) - before)).toBeLessThan(1);
        const loop = { start: 10, end: 50_000_000 };
        const looped = applyCommand(playing, { type: 'loop', loop }, 'a', now);
        expect(Math.abs(positionAt(looped, now) - before)).toBeLessThan(1);
      }),
    );
  });

  it('counts every change, and what comes of any commands is a valid room', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.nat({ max: 1e6 })), { maxLength: 20 }), (given) => {
        let state = NEW_ROOM;
        for (const [each, later] of given) {
          const next = applyCommand(state, each, 'ana', NOW + later);
          expect(next === state || next.revision === state.revision + 1).toBe(true);
          state = next;
        }
        expect(roomStateSchema.safeParse(state).success).toBe(true);
      }),
    );
  });

  it('leaves a room as it is where nothing changes', () => {
    expect(applyCommand(playing, { type: 'tempo', tempo: 1, sinceMs: NOW }, 'a', NOW)).toBe(playing);
    expect(applyCommand(playing, { type: 'loop', loop: null }, 'a', NOW)).toBe(playing);
    expect(applyCommand(playing, { type: 'lead', isLeading: false }, 'a', NOW)).toBe(playing);
  });
});

it('leadMs grows with the slowest line, and ends', () => {
  expect(leadMs([])).toBeLessThan(leadMs([20, 200]));
  expect(leadMs([1e9])).toBe(leadMs([1e7]));
});
