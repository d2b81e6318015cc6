// The metronome of a page: what the player is told as settings and the tempo of the song change.
import { expect, it } from 'vitest';
import type { Metronome } from '../../player/types';
import { MetronomeControl } from './metronome';

function open() {
  const told: (Metronome | null)[] = [];
  const control = new MetronomeControl({ setMetronome: (metronome) => void told.push(metronome) });
  return { control, last: () => told.at(-1) ?? null, count: () => told.length };
}

const NO_BEATS: readonly number[] = [];

it('clicks once it is on and a tempo is known, at its level and with its sound', () => {
  const { control, last } = open();
  control.change({ isOn: true, levelDb: -20, sound: 'wood' });
  expect(last()).toBeNull();
  control.setTiming({ bpm: 120, beats: NO_BEATS, downbeats: NO_BEATS });
  expect(last()).toMatchObject({ gain: 0.1, sound: 'wood', grid: { beat: 22_050 } });
  control.toggle();
  expect(last()).toBeNull();
});

it('cannot be switched where no tempo is known', () => {
  const { control } = open();
  const { isOn } = control.settings.get();
  control.toggle();
  expect(control.settings.get().isOn).toBe(isOn);
});

it('is told nothing new while the tempo stays', () => {
  const { control, count } = open();
  control.setTiming({ bpm: 120, beats: NO_BEATS, downbeats: NO_BEATS });
  const before = count();
  control.setTiming({ bpm: 120, beats: NO_BEATS, downbeats: NO_BEATS });
  expect(count()).toBe(before);
});

it('goes by the tempo of beats without bars, and counts in by seconds without any', () => {
  const { control } = open();
  expect(control.countIn(0, 2).clicks).toHaveLength(4);
  expect(control.countIn(0, 2).length).toBe(88_200);
  control.setTiming({ bpm: 0, beats: [0, 30_000, 60_000], downbeats: NO_BEATS });
  expect(control.grid.get()?.beat).toBeCloseTo(30_000);
  expect(control.countIn(0, 2).clicks).toHaveLength(8);
});
