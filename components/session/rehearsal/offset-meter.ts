// How far this player is from the room: measured where the sound leaves the device, steadied, and what to do about it.

import { median } from '@/audio/track/curves';
import { SAMPLE_RATE } from '@/audio/units';
import { positionAt, type RoomState } from '@/contract/rehearsal/room-state';
import type { OutputTime, RenderClock } from '../../player/types';

/*
 * Time stamps of a device jump by milliseconds and wander by ten within some seconds, while the device itself runs on
 * evenly (measured with PulseAudio): twenty seconds of them are taken together, as they are read every 50 ms.
 */
const STAMPS = 400;
const STAMP_EVERY_MS = 50;
/** Where the newest second of them is this far from the rest, the device has dropped sound and goes on later. */
const NEW_STAMPS = 20;
const STEP_MS = 12;
/** So many readings in a row decide: a fifth of a second. */
const READINGS = 7;
/** Where people are so far apart, fewer do. */
const FAR_MS = 40;
const FAR_READINGS = 3;
/** Below that nothing is done: what is measured wanders by about as much. */
const TOLERANCE_MS = 2.5;

/** When frames of the sound device leave it: its time stamps, steadied. */
export class DeviceStamps {
  #lags: readonly number[] = [];
  #lag: number | null = null;
  #readMs = Number.NEGATIVE_INFINITY;

  /** Takes another reading, at most one every STAMP_EVERY_MS. */
  add({ contextTime, performanceMs }: OutputTime): void {
    if (performanceMs < this.#readMs + STAMP_EVERY_MS) return;
    this.#readMs = performanceMs;
    this.#lags = [...this.#lags.slice(1 - STAMPS), performanceMs - contextTime * 1_000];
    const newest = this.#lags.slice(-NEW_STAMPS);
    const hasStepped =
      newest.length === NEW_STAMPS && Math.abs(median(newest) - median(this.#lags)) > STEP_MS;
    if (hasStepped) this.#lags = newest;
    this.#lag = median(this.#lags);
  }

  reset(): void {
    this.#lags = [];
    this.#lag = null;
    this.#readMs = Number.NEGATIVE_INFINITY;
  }

  /** When the frame of a context time (seconds) leaves the device, by performance.now(); null before the first stamp. */
  localMs(contextTime: number): number | null {
    return this.#lag === null ? null : contextTime * 1_000 + this.#lag;
  }

  /** The context time in seconds of what leaves the device at `localMs`. */
  contextTime(localMs: number): number | null {
    return this.#lag === null ? null : (localMs - this.#lag) / 1_000;
  }
}

/**
 * How far what is rendered will be from the room, in milliseconds of playing; positive is ahead. Around a loop the short
 * way counts.
 * @param studioMs when it leaves the device, by the studio's clock
 */
export function offsetMs(room: RoomState, clock: RenderClock, studioMs: number): number {
  let ahead = clock.position - positionAt(room, studioMs);
  const { loop } = room;
  if (loop && clock.position < loop.end) {
    const length = loop.end - loop.start;
    if (ahead > length / 2) ahead -= length;
    else if (ahead < -length / 2) ahead += length;
  }
  return (ahead / (SAMPLE_RATE * room.tempo)) * 1_000;
}

/** Collects offsets until they agree on what to do. */
export class OffsetMeter {
  #readings: readonly number[] = [];

  /** What is measured, in milliseconds; null before the first reading since the last correction. */
  get offsetMs(): number | null {
    return this.#readings.length === 0 ? null : median(this.#readings);
  }

  reset(): void {
    this.#readings = [];
  }

  /** Takes a reading. @returns by how many milliseconds to go on later in the song, or 0 */
  add(reading: number): number {
    this.#readings = [...this.#readings.slice(1 - READINGS), reading];
    const offset = median(this.#readings);
    const enough = Math.abs(offset) > FAR_MS ? FAR_READINGS : READINGS;
    if (this.#readings.length < enough || Math.abs(offset) <= TOLERANCE_MS) return 0;
    return -offset;
  }
}
