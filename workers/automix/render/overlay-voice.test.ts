// Samples over transitions: mixed in blocks of any size they are what they are when played at once.

import { expect, it } from 'vitest';
import { planSet } from '@/audio/automix/plan/plan';
import { playOverlay } from '@/audio/automix/render/overlay-render';
import { timelineOf } from '@/audio/automix/render/set-timeline';
import { testTrack } from '@/audio/automix/testing/analysed-tracks';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { overlayVoices } from './overlay-voice';

const BLOCK = 70_001;

it('adds every sample once, in place, whatever the blocks', () => {
  const tracks = [testTrack('a'), testTrack('b', { bpm: 125 })];
  const timeline = timelineOf(planSet(tracks, { ...DEFAULT_DJ_RULES, overlays: true }), tracks);
  const { sampleRate, transitions } = timeline;
  const placed = transitions[0]!;
  const voices = overlayVoices(transitions, sampleRate);
  expect(voices).toHaveLength(1);
  const from = placed.start - BLOCK;
  const mixed = new Float64Array(placed.end + 2 * BLOCK - from);
  for (let at = 0; at < mixed.length; at += BLOCK) {
    const frames = Math.min(BLOCK, mixed.length - at);
    const [left, right] = [new Float64Array(frames), new Float64Array(frames)];
    for (const voice of voices) voice.addTo(from + at, left, right, frames);
    mixed.set(left, at);
    expect(left.every((value, i) => value === right[i])).toBe(true);
  }
  const { start, signal } = playOverlay(placed.plan.overlays[0]!, placed, sampleRate);
  expect(signal.some((value) => value !== 0)).toBe(true);
  const isSame = mixed.every((value, i) => value === (signal[i + from - start] ?? 0));
  expect(isSame).toBe(true);
});
