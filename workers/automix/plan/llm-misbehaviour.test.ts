// A language model that misbehaves in every way: the set is planned by the rules each time, and a note says why.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planSet } from '@/audio/automix/plan/plan';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import {
  llmDraft as draft,
  type LlmBehaviour,
  replyWithError,
  replyWithText,
  repliesInOrder as says,
  TestLlm,
  THREE_TRACKS,
  llmTransition as transition,
} from '../testing/llm-server';
import type { LlmEndpoint } from './llm-endpoint';
import { planWithLlm } from './plan-with-llm';

const llm = new TestLlm();
let endpoint: LlmEndpoint;
beforeAll(async () => {
  endpoint = await llm.open();
});
afterAll(() => llm.close());
beforeEach(() => {
  llm.requests.length = 0;
});

const { signal } = new AbortController();
const RULES = DEFAULT_DJ_RULES;
const CONSTRAINTS = { energyShape: 'flat' } as const;
const hostile = (changes: object) => says(draft({ transitions: [transition(changes), transition()] }));

type Misbehaviour = readonly [name: string, behave: LlmBehaviour, reason: RegExp];
const HANGS: readonly Misbehaviour[] = [
  ['never answers', () => undefined, /in time/],
  ['answers byte by byte for ever', (_, response) => void drip(response), /in time/],
];
const ANSWERS: readonly Misbehaviour[] = [
  ['has an error', (_, response) => replyWithError(response, 500, 'Boom'), /error 500/],
  ['is overloaded', (_, response) => replyWithError(response, 429, 'Later'), /error 429/],
  [
    'refuses the key',
    (_, response) => replyWithError(response, 401, 'secret-key is wrong'),
    /refused the key/,
  ],
  ['refuses everything', (_, response) => replyWithError(response, 400, 'No'), /error 400/],
  ['closes the connection', (_, response) => void response.destroy(), /connection/],
  ['closes it in the middle of the answer', (_, response) => breakOff(response), /./],
  ['sends HTML', (_, response) => void response.end('<html>Welcome</html>'), /form/],
  ['sends no choices', (_, response) => void sayRaw(response, '{"choices": []}'), /form/],
  ['sends null', (_, response) => void sayRaw(response, 'null'), /form/],
  ['redirects to another host', (_, response) => redirect(response), /connection/],
  ['sends a huge answer', (_, response) => replyWithText(response, 'x'.repeat(5_000_000)), /too long/],
  ['says nothing', says(''), /not JSON/],
  ['talks instead', says('I would love to, but I am a language model.'), /not JSON/],
  ['stops halfway', says(JSON.stringify(draft()).slice(0, 150)), /not JSON/],
  ['answers another question', says({ playlist: ['t1', 't2'] }), /tracks/],
  ['plans other tracks', says(draft({ tracks: ['x', 'y', 'z'].map((id) => ({ id })) })), /exactly once/],
  ['plays a track twice', says(draft({ tracks: ['t1', 't1', 't2'].map((id) => ({ id })) })), /exactly once/],
  ['omits a transition', says(draft({ transitions: [transition()] })), /2 transitions/],
  ['leaves the track', hostile({ outBar: 99_000 }), /outside/],
  ['counts backwards', hostile({ inBar: -4 }), /inBar/],
  [
    'counts beyond all numbers',
    says(JSON.stringify(draft()).replace('"outBar":96', '"outBar":1e999')),
    /outBar/,
  ],
  ['invents a template', hostile({ template: 'noise' }), /template/],
  ['wants stems that are not there', hostile({ template: 'drum-bridge' }), /stems/],
  [
    'turns it up',
    hostile({ curves: [{ track: 'to', part: 'full', points: [{ bar: 0, gainDb: 90 }] }] }),
    /gainDb/,
  ],
  ['leaves the old track running', hostile({ curves: [] }), /still sounds/],
  ['races', says(draft({ tracks: ['t1', 't2', 't3'].map((id) => ({ id, bpm: 399 })) })), /solo tempo/],
  [
    'transposes for nothing',
    says(draft({ tracks: ['t1', 't2', 't3'].map((id) => ({ id, semitones: 1 })) })),
    /transpos/,
  ],
  ['makes every mistake twice', hostile({ template: 'cut', bars: 8 }), /refused twice/],
];

async function expectRules(behave: LlmBehaviour, reason: RegExp, timeoutMs?: number): Promise<void> {
  llm.behave = behave;
  const found = await planWithLlm(
    THREE_TRACKS,
    RULES,
    { endpoint, constraints: CONSTRAINTS, timeoutMs },
    signal,
  );
  expect(found.strategy).toBe('rules');
  expect({ ...found, notes: [] }).toEqual({ ...planSet(THREE_TRACKS, RULES), notes: [] });
  expect(found.notes[0]).toMatch(/^The rules planned this set, not the language model: [^\n]+\.$/);
  expect(found.notes[0]).toMatch(reason);
  expect(found.notes.join()).not.toContain('secret-key');
  expect(llm.requests.length).toBeLessThanOrEqual(3);
}

describe('the rules plan when the model', () => {
  it.each(HANGS)('%s', (_name, behave, reason) => expectRules(behave, reason, 300));
  it.each(ANSWERS)('%s', (_name, behave, reason) => expectRules(behave, reason));
});

type Response = Parameters<LlmBehaviour>[1];

function sayRaw(response: Response, body: string): void {
  response.setHeader('content-type', 'application/json');
  response.end(body);
}

function drip(response: Response): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}

function breakOff(response: Response): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"choices": [');
  setTimeout(() => response.destroy(), 30);
}

function redirect(response: Response): void {
  response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' });
  response.end();
}
