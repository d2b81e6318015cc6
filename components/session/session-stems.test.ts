// What a page plays while its song is separated, when that ends, and when it breaks off.
import { expect, it } from 'vitest';
import { at } from '@/contract/required';
import type { StemResult } from '@/document/schema';
import { Store } from '../ui/store';
import { SessionStems } from './session-stems';

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
  const shared = new Store(finished);
  return { shared, stems: new SessionStems(shared) };
}

it('plays the stems separated so far, until the shared document contains the finished ones', () => {
  const { shared, stems } = open();
  expect(stems.all.get()).toEqual([]);
  stems.setPartial(growing(300));
  const first = stems.all.get();
  expect(first.map(({ id }) => id)).toEqual(['vocals', 'drums']);
  stems.setPartial(growing(600));
  expect(stems.all.get()).toBe(first);
  expect(stems.available.get()).toBe(600);
  stems.complete();
  stems.complete();
  expect([stems.all.get(), stems.available.get()]).toEqual([first, Number.POSITIVE_INFINITY]);
  shared.set([stem('vocals'), stem('drums')]);
  stems.setPartial(growing(300));
  expect([stems.all.get(), stems.available.get()]).toEqual([shared.get(), Number.POSITIVE_INFINITY]);
});

it('has nothing left of a separation that broke off', () => {
  const { stems } = open();
  stems.setPartial(growing(300));
  stems.setPartial(null);
  expect([stems.all.get(), stems.available.get()]).toEqual([[], Number.POSITIVE_INFINITY]);
  stems.complete();
  expect(stems.all.get()).toEqual([]);
});

it('follows a stem that is played in another way', () => {
  const { shared, stems } = open([stem('vocals')]);
  shared.set([stem('vocals', 'sty-1')]);
  expect(at(stems.all.get(), 0).sourceId).toBe('sty-1');
});
