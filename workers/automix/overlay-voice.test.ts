// Samples over transitions: mixed in blocks of any size they are what they are when played at once.
import { expect, it } from 'vitest';
import { DEFAULT_DJ_RULES } from '@/audio/automix/dj-rules';
import { playOverlay } from '@/audio/automix/overlay-render';
import { planSet } from '@/audio/automix/plan';
import { timelineOf } from '@/audio/automix/set-timeline';
import { testTrack } from '@/audio/automix/testing';
import { overlayVoices } from './overlay-voice';

it('adds every sample once, in place, whatever the blocks', () => {
  const tracks = [testTrack('a'), testTrack('b', { bpm: 125 }), testTrack('c', { bpm: 126 })];
  const timeline = timelineOf(planSet(tracks, { ...DEFAULT_DJ_RULES, overlays: true }), tracks);
  const { sampleRate, length, transitions } = timeline;
  const voices = overlayVoices(transitions, sampleRate);
  expect(voices.length).toBeGreaterThan(0);
  const mixed = new Float64Array(length);
  const [left, right] = [new Float64Array(70_001), new Float64Array(70_001)];
  for (let at = 0; at < length; at += left.length) {
    const frames = Math.min(left.length, length - at);
    left.fill(0);
    right.fill(0);
    for (const voice of voices) voice.addTo(at, left, right, frames);
    mixed.set(left.subarray(0, frames), at);
    expect(right).toEqual(left);
  }
  for (const placed of transitions) {
    for (const overlay of placed.plan.overlays) {
      const { start, signal } = playOverlay(overlay, placed, sampleRate);
      expect(mixed.slice(start, start + signal.length)).toEqual(Float64Array.from(signal));
      mixed.fill(0, start, start + signal.length);
    }
  }
  expect(mixed.some((value) => value !== 0)).toBe(false);
});
