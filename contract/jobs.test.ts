// How the states of jobs are named in the API.
import { expect, it } from 'vitest';
import { cancelledMessage, isVisibleJobName, JOB_STATES, statusByState } from './jobs';

it('statusByState, with words for running and done, gives every state a status', () => {
  const status = statusByState('processing', 'complete');
  expect(JOB_STATES.map((state) => status[state])).toEqual([
    'queued',
    'processing',
    'complete',
    'error',
    'error',
  ]);
});

it('statusByState, with a word for a cancellation, tells it from an error', () => {
  expect(statusByState('separating', 'ready', 'cancelled')).toMatchObject({
    failed: 'error',
    cancelled: 'cancelled',
  });
});

it('isVisibleJobName, for names that no browser is shown, is false', () => {
  expect(['separation', 'analyse-track', 'toString', ''].map(isVisibleJobName)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('cancelledMessage names what was cancelled', () => {
  expect(cancelledMessage('render-mix')).toBe('The export was cancelled.');
});
