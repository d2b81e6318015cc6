// A player in a room: starts on time, falls in late, jumps with the room, is corrected, and left alone while it records.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Samples } from '@/audio/units';
import { NEW_ROOM, positionAt, type RoomState } from '@/contract/rehearsal/room-state';
import type { LoopRange, Player, PlayerStatus } from '../../player/types';
import { RoomFollower } from './room-follower';

/** The studio's clock shows so much more than this page's. */
const AHEAD_MS = 1e12;
/** What is rendered leaves the device so much later than its context time says. */
const DEVICE_MS = 70;
const LENGTH = 60 * 44_100;

/** A player whose device starts `lateMs` after it should, and runs on by the fake clock. */
function fakePlayer(lateMs = 0) {
  const calls: string[] = [];
  let [status, position, startsAt]: [PlayerStatus, number, number] = ['paused', 0, 0];
  let loop: LoopRange | null = null;
  const now = () => (performance.now() - DEVICE_MS) / 1_000;
  const isMoving = () => status === 'playing' && now() >= startsAt;
  const player: Partial<Player> = {
    getState: () => ({ status, position: position as Samples, length: LENGTH as Samples, loop, error: null }),
    getPlayhead: () => position as Samples,
    getOutputTime: () => ({ contextTime: now(), performanceMs: performance.now() }),
    getClock: () => ({
      position: isMoving() ? position + Math.round((now() - startsAt) * 44_100) : position,
      time: now(),
      moving: isMoving(),
      rate: 1,
    }),
    subscribe: () => () => undefined,
    setLoop: (range) => {
      loop = range;
    },
    play: async (at = 0) => {
      calls.push('play');
      status = 'playing';
      startsAt = Math.max(at, now()) + lateMs / 1_000;
    },
    pause: () => {
      calls.push('pause');
      status = 'paused';
    },
    seek: (to) => {
      calls.push(`seek ${to}`);
      position = to;
    },
    shift: (by) => {
      calls.push('shift');
      position += by;
    },
  };
  return { player: player as Player, calls };
}

function followerOf(player: Player) {
  const offsets: (number | null)[] = [];
  const follower = new RoomFollower({
    player,
    clock: { studioMs: (localMs) => localMs + AHEAD_MS, localMs: (studioMs) => studioMs - AHEAD_MS },
    countIn: () => () => undefined,
    onProblem: () => undefined,
    onOffset: (offset) => offsets.push(offset),
  });
  followers.push(follower);
  return { follower, offset: () => offsets.at(-1) ?? null };
}

const followers: RoomFollower[] = [];
const studioNow = () => performance.now() + AHEAD_MS;
const playingFrom = (position: number, atMs: number, revision = 1): RoomState => ({
  ...NEW_ROOM,
  revision,
  isPlaying: true,
  position,
  atMs,
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  vi.advanceTimersByTime(10_000);
});
afterEach(() => {
  for (const each of followers.splice(0)) each.destroy();
  vi.useRealTimers();
});

it('RoomFollower starts when the room starts, and needs no correction', () => {
  const { player, calls } = fakePlayer();
  const { follower, offset } = followerOf(player);
  vi.advanceTimersByTime(1_000);
  follower.follow(playingFrom(44_100, studioNow() + 300));
  vi.advanceTimersByTime(2_000);
  expect(calls).toEqual(['seek 44100', 'play']);
  expect(Math.abs(offset() ?? 99)).toBeLessThan(0.1);
});

it('RoomFollower falls in where a room is that has been playing for long', () => {
  const { player } = fakePlayer();
  const { follower, offset } = followerOf(player);
  vi.advanceTimersByTime(1_000);
  const room = playingFrom(0, studioNow() - 12_345);
  follower.follow(room);
  vi.advanceTimersByTime(2_000);
  expect(Math.abs(offset() ?? 99)).toBeLessThan(0.1);
  const heard = player.getClock().position - positionAt(room, studioNow());
  expect(Math.abs(heard)).toBeLessThan(DEVICE_MS * 45);
});

it('RoomFollower corrects a device that began late within a second, by one shift', () => {
  const { player, calls } = fakePlayer(37);
  const { follower, offset } = followerOf(player);
  vi.advanceTimersByTime(1_000);
  follower.follow(playingFrom(0, studioNow() + 300));
  vi.advanceTimersByTime(1_300);
  expect(calls).toEqual(['seek 0', 'play', 'shift']);
  expect(Math.abs(offset() ?? 99)).toBeLessThan(0.1);
});

it('RoomFollower corrects nothing while a take is recorded, and all of it afterwards', () => {
  const { player, calls } = fakePlayer(37);
  const { follower, offset } = followerOf(player);
  follower.isHeld = true;
  vi.advanceTimersByTime(1_000);
  follower.follow(playingFrom(0, studioNow() + 300));
  vi.advanceTimersByTime(3_000);
  expect(calls).not.toContain('shift');
  expect(offset()).toBeCloseTo(-37, 0);
  follower.isHeld = false;
  vi.advanceTimersByTime(1_000);
  expect(Math.abs(offset() ?? 99)).toBeLessThan(0.1);
});

it('RoomFollower stops where the room stops, and does not start a song that is over', () => {
  const { player, calls } = fakePlayer();
  const { follower, offset } = followerOf(player);
  vi.advanceTimersByTime(1_000);
  follower.follow(playingFrom(0, studioNow() + 100));
  vi.advanceTimersByTime(1_000);
  follower.follow({ ...NEW_ROOM, revision: 2, position: 777 });
  expect(calls.slice(-2)).toEqual(['pause', 'seek 777']);
  vi.advanceTimersByTime(100);
  expect(offset()).toBeNull();
  follower.follow(playingFrom(0, studioNow() - 100_000, 3));
  expect(calls.slice(-2)).toEqual(['pause', 'seek 777']);
});

it('RoomFollower keeps playing when the room is only anchored anew, and takes its loop', () => {
  const { player, calls } = fakePlayer();
  const { follower } = followerOf(player);
  vi.advanceTimersByTime(1_000);
  const room = playingFrom(0, studioNow() + 100);
  follower.follow(room);
  vi.advanceTimersByTime(1_100);
  const before = calls.length;
  const loop = { start: 0, end: 30 * 44_100 };
  follower.follow({ ...room, revision: 2, loop, position: 44_100, atMs: room.atMs + 1_000 });
  vi.advanceTimersByTime(1_000);
  expect(calls).toHaveLength(before);
  expect(player.getState().loop).toEqual(loop);
});
