// How one listener looks at the lanes: waveforms of one song are drawn to one scale, and groups are folded.
import { expect, it } from 'vitest';
import { LaneView } from './lane-view';

it('draws quiet songs tall, and the stems of one song to one scale', () => {
  const view = new LaneView();
  expect(view.fullScale.get()).toBe(1);
  view.setLoudest('bass', 0);
  expect(view.fullScale.get()).toBe(1);
  view.setLoudest('bass', 0.1);
  expect(view.fullScale.get()).toBeCloseTo(0.1);
  view.setLoudest('drums', 0.5);
  expect(view.fullScale.get()).toBe(0.5);
  view.setLoudest('bass', 0.05);
  expect(view.fullScale.get()).toBe(0.5);
  view.zoomOn();
  expect([view.zoom.get(), view.fullScale.get()]).toEqual([2, 0.25]);
  for (let i = 0; i < 3; i++) view.zoomOn();
  expect([view.zoom.get(), view.fullScale.get()]).toEqual([1, 0.5]);
});

it('folds groups and unfolds them', () => {
  const view = new LaneView();
  view.toggleFold('drums');
  view.toggleFold('band');
  view.unfold('drums');
  view.unfold('drums');
  expect([...view.folded.get()]).toEqual(['band']);
  view.toggleFold('band');
  expect(view.folded.get().size).toBe(0);
});
