// Which tracks become stems when the audible ones are asked for, with groups, mute and solo.
import { expect, it } from 'vitest';
import { newMixSchema } from '@/contract/http/mixes';
import { DEFAULT_MIX, DEFAULT_STRIP } from '@/document/schema';
import { stemTrack, type Track } from '@/document/tracks';
import { musicOf, optionsOf, stemsOf } from './render-input';

const track = (id: string): Track =>
  stemTrack({
    id,
    name: id,
    sourceId: 's',
    lengthSamples: 1_000,
    sampleRate: 44_100,
    segmentSamples: 500,
    headroomBits: 0,
  });
const GROUP: Track = { ...track('band'), stemId: null, lengthSamples: 0, kind: 'group' };
const TRACKS = [GROUP, track('drums'), track('bass'), track('vocals')];

/** Those that are audible while the group of drums and bass is muted or not, and some are on solo. */
function heard(mute: boolean, soloed: readonly string[]): readonly string[] | null {
  const grouped = { ...DEFAULT_STRIP, group: 'band' };
  const strips = { drums: grouped, bass: { ...grouped, mute: true }, band: { ...DEFAULT_STRIP, mute } };
  const music = musicOf({ tracks: TRACKS, sources: [] }, { ...DEFAULT_MIX, strips }, soloed);
  const asked = newMixSchema.parse({ project_id: 'project', format: 'wav', stems: 'heard' });
  return optionsOf(asked, music, 'Song').stems;
}

it('the stems that are heard are tracks alone, those of a muted group left out', () => {
  expect(heard(false, [])).toEqual(['drums', 'vocals']);
  expect(heard(true, [])).toEqual(['vocals']);
  expect(heard(false, ['band'])).toEqual(['drums']);
  expect(heard(false, ['drums', 'vocals'])).toEqual(['drums', 'vocals']);
});

it('a group is no stem', () => {
  expect(stemsOf(TRACKS).map(({ id }) => id)).toEqual(['drums', 'bass', 'vocals']);
});
