// How far a set is: phase, segment, share and time left, from the states of its jobs.
import { describe, expect, it } from 'vitest';
import type { JobState } from '@/platform/database/generated/client';
import { type Pace, type Phase, predictSet, type SetJobState } from './set-progress';

const SIZE = { audioS: 600, tracks: 3 };
const PACE: Pace = {
  pace: new Map([
    ['analyse-track', 0.05],
    ['render-set-segment', 0.1],
    ['join-set', 0.05],
  ]),
  slots: 1,
  forecast: new Map(),
};

const job = (phase: Phase, place: number, state: JobState, progress = 0): SetJobState => ({
  phase,
  place,
  job: { id: `${phase}-${place}`, state, progress: state === 'done' ? 1 : progress, etaS: null },
});
const three = (phase: Phase, ...states: JobState[]) => states.map((state, i) => job(phase, i, state));
const analysed = three('analysing', 'done', 'done', 'done');
const planned = [...analysed, job('planning', 0, 'done')];
const rendered = [...planned, ...three('rendering', 'done', 'done', 'done')];

describe('the progress of a set', () => {
  it('begins in the queue', () => {
    const jobs = three('analysing', 'queued', 'queued', 'queued');
    const { etaS, ...progress } = predictSet(jobs, SIZE, PACE);
    expect(progress).toEqual({
      status: 'queued',
      phase: 'analysing',
      progress: 0,
      currentSegment: 0,
      totalSegments: 3,
    });
    // 30 s of analysis, 60 s of rendering, 30 s of joining, and a moment of planning.
    expect(etaS).toBeGreaterThan(120);
    expect(etaS).toBeLessThan(125);
  });

  it('counts the segment that is rendered', () => {
    const jobs = [...planned, ...three('rendering', 'done', 'running', 'queued')];
    const shown = predictSet(jobs, SIZE, PACE);
    expect(shown).toMatchObject({ status: 'processing', phase: 'rendering', currentSegment: 2 });
    expect(shown.progress).toBeGreaterThan(0.4);
    expect(shown.progress).toBeLessThan(0.45);
  });

  it('never runs backwards from step to step, and is whole only when the set is there', () => {
    const steps = [
      three('analysing', 'done', 'running', 'queued'),
      [...analysed, job('planning', 0, 'queued')],
      [...planned, ...three('rendering', 'queued', 'queued', 'queued')],
      [...planned, ...three('rendering', 'done', 'done', 'running')],
      [...rendered, job('joining', 0, 'running', 0.5)],
      [...rendered, job('joining', 0, 'running', 1)],
    ].map((jobs) => predictSet(jobs, SIZE, PACE).progress);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBeLessThan(1);
    expect(predictSet([...rendered, job('joining', 0, 'done')], SIZE, PACE)).toMatchObject({
      status: 'complete',
      phase: 'done',
      progress: 1,
      etaS: null,
      currentSegment: 3,
    });
  });

  it('waits for what stands before it, and shares the work between slots', () => {
    const jobs = three('analysing', 'done', 'done', 'queued');
    const forecast = new Map([['analysing-2', { position: 4, etaS: 300 }]]);
    expect(predictSet(jobs, SIZE, { ...PACE, forecast }).etaS).toBeGreaterThan(390);
    const alone = predictSet(jobs, SIZE, PACE).etaS ?? 0;
    expect(predictSet(jobs, SIZE, { ...PACE, slots: 2 }).etaS).toBeLessThan(alone);
  });

  it('ends with a failure or a cancellation', () => {
    const failed = three('analysing', 'done', 'failed', 'cancelled');
    expect(predictSet(failed, SIZE, PACE)).toMatchObject({ status: 'error', etaS: null });
    expect(predictSet(planned, SIZE, PACE, true)).toMatchObject({ status: 'error', etaS: null });
  });
});
