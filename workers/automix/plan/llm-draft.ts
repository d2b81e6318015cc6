// The one form in which a language model may answer: the decisions of a plan, every number bounded.
import { z } from 'zod';
import type { SetDraft } from '@/audio/automix/plan/draft';
import {
  echoOutSchema,
  MAX_SET_TRACKS,
  overlaySchema,
  partCurveSchema,
  transitionTemplateSchema,
} from '@/platform/jobs/plan-schema';

const bar = z.number().min(0).max(100_000);

const transitionDraftSchema = z.object({
  template: transitionTemplateSchema,
  outBar: bar,
  inBar: bar,
  bars: z.number().min(0).max(64),
  swapBar: z.number().min(0).max(64).nullish(),
  curves: z.array(partCurveSchema).max(16).nullish(),
  overlays: z.array(overlaySchema).max(8).nullish(),
  echo: echoOutSchema.nullish(),
  why: z.string().trim().min(1).max(300),
});

export const llmDraftSchema = z.object({
  tracks: z
    .array(
      z.object({
        id: z.string().max(16),
        semitones: z.number().int().min(-1).max(1).nullish(),
        bpm: z.number().min(20).max(400).nullish(),
      }),
    )
    .min(1)
    .max(MAX_SET_TRACKS),
  transitions: z.array(transitionDraftSchema).max(MAX_SET_TRACKS - 1),
});

/** The same as JSON schema, for servers that restrict their models to one. */
export const LLM_DRAFT_JSON_SCHEMA = z.toJSONSchema(llmDraftSchema) as Record<string, unknown>;

export type DraftReading = { readonly draft: SetDraft } | { readonly issues: readonly string[] };

const MAX_ISSUES = 12;

/** JSON often comes in a code fence or with text around it. */
function jsonWithin(text: string): unknown {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  return JSON.parse(text.slice(start, end + 1));
}

/** Null stands for what is left open. */
const given = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

function toDraft({ tracks, transitions }: z.infer<typeof llmDraftSchema>): SetDraft {
  return {
    tracks: tracks.map(({ id, semitones, bpm }) => ({ id, semitones: given(semitones), bpm: given(bpm) })),
    transitions: transitions.map(({ swapBar, curves, overlays, echo, ...decision }) => ({
      ...decision,
      swapBar: given(swapBar),
      curves: given(curves),
      overlays: given(overlays),
      echo: given(echo),
    })),
  };
}

/** Reads an answer; other text in it is ignored. */
export function readDraft(text: string): DraftReading {
  let value: unknown;
  try {
    value = jsonWithin(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { issues: ['The answer is not JSON.'] };
  }
  const parsed = llmDraftSchema.safeParse(value);
  if (parsed.success) return { draft: toDraft(parsed.data) };
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`);
  return { issues: issues.slice(0, MAX_ISSUES) };
}
