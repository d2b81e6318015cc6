// What somebody chooses for an export: its defaults, what fits together, and what the browser remembers of it.

import { z } from 'zod';
import {
  type BitDepth,
  bitDepthSchema,
  type ExportRate,
  exportFormatSchema,
  exportRateSchema,
  loudnessTargetSchema,
  SESSION_FORMATS,
  stemProcessingSchema,
} from '@/contract/export-formats';
import type { ExportRequest } from '@/contract/http/mixes';
import type { ExportRules } from './export-rules';

const text = z.string().max(200);
export const tagTextsSchema = z.object({ title: text, artist: text, album: text, date: text, genre: text });
export type TagTexts = z.infer<typeof tagTextsSchema>;

/** What is the same from one project to the next. */
export const settingsSchema = z.object({
  what: z.enum(['mix', 'stems', ...SESSION_FORMATS]),
  format: exportFormatSchema,
  bitDepth: bitDepthSchema,
  sampleRate: exportRateSchema,
  loudness: z.union([loudnessTargetSchema, z.literal('none')]),
  tailS: z.number().min(0).max(30),
  /** An earlier version remembered none. */
  processing: stemProcessingSchema.default('strip'),
  /** Whether the stems have a click track beside them. */
  click: z.boolean().default(false),
});
export type ExportSettings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: ExportSettings = {
  what: 'mix',
  format: 'mp3',
  bitDepth: 24,
  sampleRate: 44_100,
  loudness: 'none',
  tailS: 0,
  processing: 'strip',
  click: false,
};
export const NO_TAGS: TagTexts = { title: '', artist: '', album: '', date: '', genre: '' };

/** Part of the timeline, in seconds; null for all of it. */
export type Section = { readonly from_s: number; readonly to_s: number } | null;

const FASTEST_MP3 = 48_000;

/** The sample rates that a format takes. */
export const ratesOf = ({ format }: Pick<ExportSettings, 'format'>): readonly ExportRate[] =>
  ([44_100, 48_000, 96_000] as const).filter((rate) => format !== 'mp3' || rate <= FASTEST_MP3);

/** The bit depths that a format takes and the plan exports; none for MP3, which has no such thing. */
export function depthsOf(
  { format }: Pick<ExportSettings, 'format'>,
  rules: ExportRules,
): readonly BitDepth[] {
  if (format === 'mp3') return [];
  return rules.bitDepths.filter((depth) => format === 'wav' || depth !== 32);
}

const among = <Value>(value: Value, allowed: readonly Value[]): Value =>
  allowed.includes(value) ? value : (allowed.at(-1) ?? value);

/** Whether the plan exports it. */
export const isOpen = (what: ExportSettings['what'], { stemsOpenedBy }: ExportRules): boolean =>
  stemsOpenedBy === null || what === 'mix' || what === 'midi';

/** Whether it is the session or its tempo map, not sound. */
export const isSession = (what: ExportSettings['what']): what is (typeof SESSION_FORMATS)[number] =>
  SESSION_FORMATS.some((format) => format === what);

/** The settings with what their format and the plan do not take replaced by what they do. */
export function fitted(settings: ExportSettings, rules: ExportRules): ExportSettings {
  const format = among(settings.format, rules.formats);
  return {
    ...settings,
    format,
    what: isOpen(settings.what, rules) ? settings.what : 'mix',
    bitDepth: among(settings.bitDepth, depthsOf({ format }, rules)),
    sampleRate: among(settings.sampleRate, ratesOf({ format })),
  };
}

export interface ExportChoices {
  readonly settings: ExportSettings;
  readonly tags: TagTexts;
  readonly section: Section;
  readonly solo: readonly string[];
  readonly stems: readonly string[];
}

/** Whether stems are asked for as their clips lie. */
export const isDry = ({ what, processing }: ExportSettings): boolean =>
  what === 'stems' && processing === 'dry';

/** The request for an export. */
export function requestOf(projectId: string, choices: ExportChoices): ExportRequest {
  const { settings, tags, section, solo, stems } = choices;
  const filled = Object.entries(tags).filter(([, value]) => value.trim() !== '');
  const isStems = settings.what === 'stems';
  if (isSession(settings.what))
    return {
      project_id: projectId,
      format: settings.what,
      solo: [...solo],
      metadata: Object.fromEntries(filled),
    };
  return {
    project_id: projectId,
    format: settings.format,
    sample_rate: settings.sampleRate,
    solo: [...solo],
    bit_depth: settings.format === 'mp3' ? 16 : settings.bitDepth,
    ...(isStems ? { stems: [...stems], processing: settings.processing, click: settings.click } : {}),
    ...(section ? { section } : {}),
    loudness: isStems ? 'none' : settings.loudness,
    // Nothing rings on in dry stems.
    tail_s: isDry(settings) ? 0 : settings.tailS,
    metadata: Object.fromEntries(filled),
    cover: true,
  };
}
