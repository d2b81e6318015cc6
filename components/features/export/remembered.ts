// What the browser remembers of earlier exports, so that the next one begins where the last one ended.
import type { z } from 'zod';
import {
  DEFAULT_SETTINGS,
  type ExportSettings,
  NO_TAGS,
  settingsSchema,
  type TagTexts,
  tagTextsSchema,
} from './export-choices';

const SETTINGS_KEY = 'isomix-export';
const tagsKey = (projectId: string): string => `${SETTINGS_KEY}-tags-${projectId}`;

/** A browser may refuse its storage; then nothing is remembered, which is no reason to stop. */
function read<Shape extends z.ZodType>(key: string, shape: Shape): z.infer<Shape> | null {
  try {
    const parsed = shape.safeParse(JSON.parse(window.localStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // As above: full or forbidden.
  }
}

export const rememberedSettings = (): ExportSettings =>
  read(SETTINGS_KEY, settingsSchema) ?? DEFAULT_SETTINGS;

export const rememberedTags = (projectId: string): TagTexts =>
  read(tagsKey(projectId), tagTextsSchema) ?? NO_TAGS;

export function remember(projectId: string, settings: ExportSettings, tags: TagTexts): void {
  write(SETTINGS_KEY, settings);
  write(tagsKey(projectId), tags);
}
