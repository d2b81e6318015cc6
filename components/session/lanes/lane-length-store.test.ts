// The scale of the lanes follows the clips, but never under a hand.
import { expect, it } from 'vitest';
import { DEFAULT_MIX, DEFAULT_STRIP, type MixState } from '@/document/schema';
import { stemTrack, type Track } from '@/document/tracks';
import { Store } from '../../ui/store';
import { LaneLength } from './lane-length-store';

const track = (id: string, lengthSamples: number): Track =>
  stemTrack({
    id,
    name: id,
    sourceId: 'sep-1',
    lengthSamples,
    sampleRate: 44_100,
    segmentSamples: 262_144,
    headroomBits: 0,
  });
const endingAt = (length: number): MixState => {
  const clips = [{ start: 0, sourceStart: 0, length, fadeIn: 0, fadeOut: 0 }];
  return { ...DEFAULT_MIX, strips: { drums: { ...DEFAULT_STRIP, clips } } };
};

it('is as long as the song, at least as the longest track', () => {
  const tracks = new Store<readonly Track[]>([]);
  const mix = new Store<MixState>(DEFAULT_MIX);
  const length = new LaneLength(tracks, mix);
  expect(length.get()).toBe(0);
  tracks.set([track('drums', 1_000), track('bass', 900)]);
  expect(length.get()).toBe(1_000);
  mix.set(endingAt(400));
  expect(length.get()).toBe(1_000);
  length.freeze();
  mix.set(endingAt(3_000));
  expect(length.get()).toBe(1_000);
  length.release();
  expect(length.get()).toBe(3_000);
  length.destroy();
  mix.set(endingAt(5_000));
  expect(length.get()).toBe(3_000);
});

it('has room for takes that grow, one’s own and those of others, for as long as they do', () => {
  const length = new LaneLength(new Store<readonly Track[]>([]), new Store<MixState>(DEFAULT_MIX));
  length.reserve(2_000);
  length.reserve(3_000, 'others');
  expect(length.get()).toBe(3_000);
  length.reserve(0, 'others');
  expect(length.get()).toBe(2_000);
  length.reserve(0);
  expect(length.get()).toBe(0);
  length.destroy();
});
