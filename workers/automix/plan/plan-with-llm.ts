// The planner that asks a language model, validates its answer, and falls back on the rules.

import { judgeDraft } from '@/audio/automix/plan/draft';
import { planSet } from '@/audio/automix/plan/plan';
import type { Verdict } from '@/audio/automix/plan/validate';
import type { SequenceConstraints, SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { readDraft } from './llm-draft';
import { LlmConversation, type LlmEndpoint, LlmFailure } from './llm-endpoint';
import { askForRepair, describeSet, SYSTEM_PROMPT } from './llm-prompt';

/** For the first answer and the repair together. */
const TIMEOUT_MS = 90_000;
/** With longer sets a model loses track of its own output. */
const MAX_TRACKS = 60;
/** Characters of a rejected answer that are repeated in the conversation. */
const MAX_QUOTED_ANSWER = 100_000;

export interface LlmPlanning {
  /** Null when none is configured. */
  readonly endpoint: LlmEndpoint | null;
  /** The model may change the order within these. */
  readonly constraints: SequenceConstraints;
  readonly timeoutMs?: number;
}

/** Short aliases for track ids: a model does not mistype them, and they reveal nothing. */
const aliasOf = (index: number): string => `t${index + 1}`;

interface Aliased {
  readonly tracks: readonly SetTrack[];
  readonly constraints: SequenceConstraints;
  readonly toId: (alias: string) => string;
}

function alias(tracks: readonly SetTrack[], constraints: SequenceConstraints): Aliased {
  const aliases = new Map(tracks.map(({ id }, i) => [id, aliasOf(i)]));
  const ids = new Map(tracks.map(({ id }, i) => [aliasOf(i), id]));
  // A constraint on a removed track keeps its id, which no alias equals.
  const named = (id: string): string => aliases.get(id) ?? `gone ${id}`;
  const { first, last, together } = constraints;
  return {
    tracks: tracks.map((track, i) => ({ ...track, id: aliasOf(i) })),
    constraints: {
      ...constraints,
      ...(first === undefined ? {} : { first: named(first) }),
      ...(last === undefined ? {} : { last: named(last) }),
      ...(together ? { together: together.map(([a, b]) => [named(a), named(b)] as const) } : {}),
    },
    toId: (name) => ids.get(name)!,
  };
}

function withIds(plan: SetPlan, toId: Aliased['toId'], notes: readonly string[]): SetPlan {
  return {
    ...plan,
    tracks: plan.tracks.map((track) => ({ ...track, id: toId(track.id) })),
    transitions: plan.transitions.map((transition) => ({
      ...transition,
      from: toId(transition.from),
      to: toId(transition.to),
    })),
    notes,
  };
}

/** Asks once, and once more with the issues when there are some. */
async function negotiate(
  { tracks, constraints }: Aliased,
  rules: DjRules,
  endpoint: LlmEndpoint,
  signal: AbortSignal,
): Promise<{ readonly plan: SetPlan; readonly isRepaired: boolean }> {
  const conversation = new LlmConversation(endpoint, SYSTEM_PROMPT);
  const judge = (answer: string): Verdict => {
    const reading = readDraft(answer.slice(0, MAX_QUOTED_ANSWER));
    return 'issues' in reading ? reading : judgeDraft(reading.draft, tracks, rules, constraints);
  };
  const first = judge(await conversation.send(describeSet(tracks, rules, constraints), signal));
  if ('plan' in first) return { plan: first.plan, isRepaired: false };
  const second = judge(await conversation.send(askForRepair(first.issues), signal));
  if ('plan' in second) return { plan: second.plan, isRepaired: true };
  throw new LlmFailure(`its plan was refused twice (${second.issues[0]})`);
}

/** The set by the rules, with the reason why they were asked. */
function byRules(tracks: readonly SetTrack[], rules: DjRules, reason: string): SetPlan {
  const plan = planSet(tracks, rules);
  return {
    ...plan,
    notes: [`The rules planned this set, not the language model: ${reason}.`, ...plan.notes.slice(1)],
  };
}

/** Why no model is asked; null when one is. */
function skipReason(tracks: readonly SetTrack[], endpoint: LlmEndpoint | null): string | null {
  if (!endpoint) return 'none is configured';
  if (tracks.length < 2) return 'one track has no transitions';
  return tracks.length > MAX_TRACKS ? `more than ${MAX_TRACKS} tracks are too many for it` : null;
}

/**
 * Plans a set with a language model. Whatever it does (nothing, nonsense, too much, too late), there is a
 * plan: the rules make it, and a note explains why. The model may change the order within the constraints.
 * @param tracks in the order of the rules
 * @throws the signal's reason when it is aborted, RangeError when no set can be made of the tracks at all
 */
export async function planWithLlm(
  tracks: readonly SetTrack[],
  rules: DjRules,
  { endpoint, constraints, timeoutMs = TIMEOUT_MS }: LlmPlanning,
  signal: AbortSignal,
): Promise<SetPlan> {
  const reason = skipReason(tracks, endpoint);
  if (reason !== null || !endpoint) return byRules(tracks, rules, reason ?? 'none is configured');
  const aliased = alias(tracks, constraints);
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { plan, isRepaired } = await negotiate(aliased, rules, endpoint, limit);
    const note = `The language model ${endpoint.model} planned this set${isRepaired ? ', after one correction' : ''}.`;
    return withIds(plan, aliased.toId, [note]);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LlmFailure)) throw error;
    return byRules(tracks, rules, error.message);
  }
}
