// What strips say about their sound, from the document, the library and the newest job event.
import { expect, it } from 'vitest';
import type { StyleSound } from '@/contract/http/library';
import { DEFAULT_STYLE } from '@/document/style-schema';
import type { JobEvent } from '@/document/wire/events';
import { type StyleFacts, styleStatus } from './style-status';

const bells: StyleSound = {
  id: 'bells',
  name: 'Bells',
  kind: 'own',
  status: 'ready',
  progress: 1,
  error: null,
  created_at: '2030-01-01T00:00:00Z',
  note: null,
  duration_s: 1,
  grains: 2,
  pitched_grains: 2,
  lowest_hz: 100,
  highest_hz: 200,
  shared_with: [],
};
const job = (state: JobEvent['state'], more: Partial<JobEvent> = {}): JobEvent => ({
  projectId: 'p',
  jobId: 'sty-1',
  name: 'restyle-stem',
  stage: '',
  progress: 0.4,
  queuePosition: null,
  etaS: null,
  error: null,
  mixId: null,
  stemId: 'drums',
  partialResult: null,
  state,
  ...more,
});
const facts = (change: Partial<StyleFacts> = {}): StyleFacts => ({
  style: { ...DEFAULT_STYLE, sound: 'bells' },
  sounds: [bells],
  job: undefined,
  isStyled: false,
  isPreview: false,
  ...change,
});

it.each<[string, Partial<StyleFacts>, object]>([
  ['nothing without a sound', { style: DEFAULT_STYLE, job: job('running') }, { kind: 'plain' }],
  ['that it is about to begin', {}, { kind: 'coming', progress: null }],
  ['that before the library is read', { sounds: null }, { kind: 'coming' }],
  ['its place', { job: job('queued', { queuePosition: 3 }) }, { label: 'Number 3 in the queue' }],
  ['how far it is', { job: job('running'), isStyled: true }, { kind: 'coming', progress: 0.4 }],
  ['why it failed', { job: job('failed', { error: 'No.' }) }, { message: 'No.', mayRetry: true }],
  ['that it is playing', { job: job('done'), isStyled: true }, { kind: 'playing' }],
  ['that the sound is gone', { sounds: [] }, { kind: 'failed', mayRetry: false }],
  ['when it would be', { isPreview: true, job: job('running') }, { kind: 'resting' }],
  ['that it is playing in a version', { isPreview: true, isStyled: true }, { kind: 'playing' }],
  ['nothing of that once it is playing', { sounds: [], isStyled: true }, { kind: 'playing' }],
  [
    'that it waits',
    { sounds: [{ ...bells, status: 'analysing' }] },
    { label: 'The sound is being analysed' },
  ],
  [
    'what is wrong with it',
    { sounds: [{ ...bells, status: 'error', error: 'Silent.' }] },
    { message: 'Silent.' },
  ],
])('reports %s', (_what, change, expected) => {
  expect(styleStatus(facts(change))).toMatchObject(expected);
});
