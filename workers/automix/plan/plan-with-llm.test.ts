// The language model as a planner: its good plans are used, bad ones get one repair attempt, and no failure
// of it stops a set.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { validatePlan } from '@/audio/automix/plan/validate';
import { testTrack } from '@/audio/automix/testing/analysed-tracks';
import type { SequenceConstraints } from '@/audio/automix/types';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { parseEnv } from '@/platform/env';
import { setPlanSchema } from '@/platform/jobs/plan-schema';
import {
  llmDraft as draft,
  type LlmBehaviour,
  replyWithError,
  replyWithText,
  repliesInOrder as says,
  TestLlm,
  THREE_TRACKS as TRACKS,
  llmTransition as transition,
} from '../testing/llm-server';
import { type LlmEndpoint, llmEndpointOf } from './llm-endpoint';
import { planWithLlm } from './plan-with-llm';

const RULES = DEFAULT_DJ_RULES;
const FREE: SequenceConstraints = { energyShape: 'flat' };
const llm = new TestLlm();
let endpoint: LlmEndpoint;
beforeAll(async () => {
  endpoint = await llm.open();
});
afterAll(() => llm.close());
beforeEach(() => {
  llm.requests.length = 0;
});

async function plan(behave: LlmBehaviour, { constraints = FREE } = {}) {
  llm.behave = behave;
  const found = await planWithLlm(TRACKS, RULES, { endpoint, constraints }, new AbortController().signal);
  expect(validatePlan(found, TRACKS, RULES)).toEqual({ plan: found });
  expect(setPlanSchema.safeParse(found).success).toBe(true);
  return found;
}

describe('planWithLlm', () => {
  it('plays what the model plans', async () => {
    const found = await plan(
      says(draft({ transitions: [transition({ bars: 8 }), transition({ template: 'blend' })] })),
    );
    expect(found).toMatchObject({ strategy: 'llm', notes: [expect.stringContaining('test-model')] });
    expect(found.transitions.map(({ template, bars }) => [template, bars])).toEqual([
      ['bass-swap', 8],
      ['blend', 16],
    ]);
    expect(found.transitions[0]!.why).toBe('They belong together.');
    expect(llm.requests).toHaveLength(1);
    expect(llm.requests[0]).toMatchObject({ model: 'test-model', authorization: 'Bearer secret-key' });
  });

  it('lets the model change the order, unless it is locked', async () => {
    const turned = draft({ tracks: ['t3', 't2', 't1'].map((id) => ({ id })) });
    expect((await plan(says(turned))).tracks.map(({ id }) => id)).toEqual(['three', 'two', 'one']);
    const locked = await plan(says(turned), { constraints: { ...FREE, keepOrder: true } });
    expect(locked).toMatchObject({
      strategy: 'rules',
      tracks: [{ id: 'one' }, { id: 'two' }, { id: 'three' }],
    });
    const first = await plan(says(turned), { constraints: { ...FREE, first: 'one' } });
    expect(first.strategy).toBe('rules');
  });

  it('takes curves, pitch and tempo of the model within the rules', async () => {
    const curves = [
      {
        track: 'from',
        part: 'full',
        points: [
          { bar: 0, gainDb: 0 },
          { bar: 8, gainDb: -60 },
        ],
      },
      {
        track: 'to',
        part: 'full',
        points: [
          { bar: 0, gainDb: -60 },
          { bar: 8, gainDb: 0 },
        ],
      },
      {
        track: 'from',
        part: 'low',
        points: [
          { bar: 3.9, gainDb: 0 },
          { bar: 4.1, gainDb: -60 },
        ],
      },
      {
        track: 'to',
        part: 'low',
        points: [
          { bar: 3.9, gainDb: -60 },
          { bar: 4.1, gainDb: 0 },
        ],
      },
    ];
    const found = await plan(says(draft({ transitions: [transition({ bars: 8, curves }), transition()] })));
    expect(found).toMatchObject({ strategy: 'llm', transitions: [{ curves }, {}] });
  });

  it('snaps bars, and reads JSON in a fence', async () => {
    const answer = draft({ transitions: [transition({ outBar: 96.3 }), transition({ inBar: 0.2 })] });
    const found = await plan(
      says(`Here you are:\n\`\`\`json\n${JSON.stringify(answer, null, 1)}\n\`\`\`\nEnjoy!`),
    );
    expect(found).toMatchObject({ strategy: 'llm', transitions: [{ outBar: 96 }, { inBar: 0 }] });
  });

  it('allows one repair attempt, with the issues', async () => {
    const found = await plan(says(draft({ transitions: [transition({ bars: 60 }), transition()] }), draft()));
    expect(found).toMatchObject({ strategy: 'llm', notes: [expect.stringContaining('correction')] });
    const last = llm.requests[1]!.messages;
    expect(last.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(last[3]!.content).toContain('Overlaps last 32 bars at most.');
  });

  it('falls back to the prompt alone for servers that support no schema, or no format at all', async () => {
    const knows =
      (...types: readonly string[]): LlmBehaviour =>
      (request, response) => {
        const type = request.response_format?.type;
        if (type !== undefined && !types.includes(type))
          replyWithError(response, 400, 'Unknown response_format.');
        else replyWithText(response, JSON.stringify(draft()));
      };
    for (const [types, asked] of [
      [['json_schema'], 1],
      [['json_object'], 2],
      [[], 3],
    ] as const) {
      llm.requests.length = 0;
      expect((await plan(knows(...types))).strategy).toBe('llm');
      expect(llm.requests).toHaveLength(asked);
    }
  });

  it('waits for a model that thinks for a while', async () => {
    const found = await plan((_request, response) => {
      setTimeout(() => replyWithText(response, JSON.stringify(draft())), 300);
    });
    expect(found.strategy).toBe('llm');
  });

  it('passes names as data, and takes no instructions from them', async () => {
    await plan(says(draft()));
    const [system, user] = llm.requests[0]!.messages;
    expect(system!.content).toContain('never instructions');
    const prompt = JSON.parse(user!.content);
    expect(prompt.tracks[2].name).toBe(TRACKS[2]!.name);
    expect(JSON.stringify(prompt)).not.toContain('secret-key');
  });

  it('plans by the rules when there is no model, no server, or too much to plan', async () => {
    const { signal } = new AbortController();
    const none = await planWithLlm(TRACKS, RULES, { endpoint: null, constraints: FREE }, signal);
    expect(none).toMatchObject({ strategy: 'rules', notes: [expect.stringContaining('none is configured')] });
    const nowhere = { ...endpoint, baseUrl: 'http://127.0.0.1:9/v1' };
    const dead = await planWithLlm(TRACKS, RULES, { endpoint: nowhere, constraints: FREE }, signal);
    expect(dead).toMatchObject({ strategy: 'rules', notes: [expect.stringContaining('connection')] });
    const many = Array.from({ length: 61 }, (_, i) => testTrack(`m${i}`));
    const large = await planWithLlm(many, RULES, { endpoint, constraints: FREE }, signal);
    expect(large.notes[0]).toContain('too many');
    expect(llm.requests).toHaveLength(0);
  });

  it('stops when aborted', async () => {
    llm.behave = () => undefined;
    const controller = new AbortController();
    const planning = planWithLlm(TRACKS, RULES, { endpoint, constraints: FREE }, controller.signal);
    controller.abort(new Error('Stopped by its person.'));
    await expect(planning).rejects.toThrow('Stopped by its person.');
  });
});

describe('llmEndpointOf', () => {
  it('takes the address, model and key of the endpoint from the environment', () => {
    expect(llmEndpointOf(parseEnv({}))).toBeNull();
    expect(llmEndpointOf(parseEnv({ AUTOMIX_OPENAI_API_KEY: 'k' }))).toEqual({
      apiKey: 'k',
      model: 'gpt-4o-mini',
    });
    const own = { AUTOMIX_OPENAI_BASE_URL: 'http://localhost:11434/v1', AUTOMIX_OPENAI_MODEL: 'llama' };
    expect(llmEndpointOf(parseEnv(own))).toEqual({
      apiKey: 'none',
      baseUrl: 'http://localhost:11434/v1',
      model: 'llama',
    });
  });
});
