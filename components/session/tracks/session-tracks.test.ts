// What a page plays while its song is separated, when that ends, and when it breaks off.
import { expect, it } from 'vitest';
import { at } from '@/contract/required';
import type { StemResult } from '@/document/schema';
import { stemTrack } from '@/document/tracks';
import { Store } from '../../ui/store';
import { SessionTracks } from './session-tracks';

const stem = (id: string, sourceId = 'sep-1'): StemResult => ({
  id,
  name: id,
  sourceId,
  lengthSamples: 900,
  sampleRate: 44_100,
  segmentSamples: 300,
  headroomBits: 2,
});
const growing = (availableSamples: number) => ({ availableSamples, stems: [stem('vocals'), stem('drums')] });

function open(finished: readonly StemResult[] = []) {
  const sources = new Store(finished);
  const shared = new Store(finished.map(stemTrack));
  const deliver = (stems: readonly StemResult[]) => {
    sources.set(stems);
    shared.set(stems.map(stemTrack));
  };
  return { sources, shared, deliver, tracks: new SessionTracks({ tracks: shared, sources }) };
}

it('plays the stems separated so far, until the shared document contains the finished ones', () => {
  const { shared, deliver, tracks } = open();
  expect(tracks.all.get()).toEqual([]);
  tracks.setPartial(growing(300));
  const first = tracks.all.get();
  expect(first.map(({ id }) => id)).toEqual(['vocals', 'drums']);
  tracks.setPartial(growing(600));
  expect(tracks.all.get()).toBe(first);
  expect(tracks.available.get()).toBe(600);
  tracks.complete();
  tracks.complete();
  expect([tracks.all.get(), tracks.available.get()]).toEqual([first, Number.POSITIVE_INFINITY]);
  deliver([stem('vocals'), stem('drums')]);
  tracks.setPartial(growing(300));
  expect([tracks.all.get(), tracks.available.get()]).toEqual([shared.get(), Number.POSITIVE_INFINITY]);
});

it('is never without tracks while the finished stems arrive: playback goes on', () => {
  const { deliver, tracks } = open();
  tracks.setPartial(growing(300));
  tracks.complete();
  const counts: number[] = [];
  tracks.all.subscribe(() => counts.push(tracks.all.get().length));
  tracks.sources.subscribe(() => counts.push(tracks.all.get().length));
  deliver([stem('vocals'), stem('drums'), stem('bass')]);
  expect(Math.min(...counts)).toBe(2);
  expect(tracks.sources.get().map(({ id }) => id)).toEqual(['vocals', 'drums', 'bass']);
});

it('has nothing left of a separation that broke off', () => {
  const { tracks } = open();
  tracks.setPartial(growing(300));
  tracks.setPartial(null);
  expect([tracks.all.get(), tracks.available.get()]).toEqual([[], Number.POSITIVE_INFINITY]);
  tracks.complete();
  expect(tracks.all.get()).toEqual([]);
});

it('follows a stem that is played in another way', () => {
  const { deliver, tracks } = open([stem('vocals')]);
  deliver([stem('vocals', 'sty-1')]);
  expect(at(tracks.all.get(), 0).sourceId).toBe('sty-1');
});

it('plays the imported file until all stems of it are there', () => {
  const content = 'ab12'.repeat(16);
  const original = stem(`file-${content.slice(0, 24)}`, `file-${content}-1`);
  const { tracks } = open([original]);
  const stems = [stem('vocals', `sep-${content}-htdemucs`), stem('drums', `sep-${content}-htdemucs`)];
  tracks.setPartial({ availableSamples: 300, stems });
  expect(tracks.all.get().map(({ id }) => id)).toEqual([original.id]);
  expect(tracks.available.get()).toBe(Number.POSITIVE_INFINITY);
});

it('plays the original until there are stems, and again for whoever compares', () => {
  const original = stem('file-0123', 'import-1');
  const { sources, tracks } = open();
  tracks.setOriginal('file-0123');
  expect([tracks.original.get(), tracks.all.get()]).toEqual([null, []]);
  sources.set([original]);
  expect(tracks.all.get().map(({ id }) => id)).toEqual(['file-0123']);
  expect(tracks.isStandIn({ id: 'file-0123' })).toBe(true);
  tracks.setPartial(growing(300));
  expect(tracks.all.get().map(({ id }) => id)).toEqual(['vocals', 'drums']);
  expect(tracks.played.get()).toMatchObject({ tracks: tracks.all.get(), available: 300 });
  tracks.toggleOriginal();
  expect(tracks.played.get()).toMatchObject({
    tracks: [{ id: 'file-0123' }],
    available: Number.POSITIVE_INFINITY,
  });
  expect(tracks.all.get()).toHaveLength(2);
  tracks.toggleOriginal();
  expect(tracks.played.get()).toMatchObject({ tracks: tracks.all.get(), available: 300 });
  sources.set([]);
  tracks.toggleOriginal();
  expect(tracks.played.get().tracks).toEqual(tracks.all.get());
});
