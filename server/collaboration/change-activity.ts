// From changed registers of a shared document to rows of the activity list.

import type * as Y from 'yjs';
import { DELAY_ID, REVERB_ID } from '@/contract/stems';
import { AUTOMATION_MAP, parseLaneEntity } from '@/document/automation-schema';
import type { RegisterChange } from '@/document/changes';
import { CLIPS_MAP } from '@/document/clip-schema';
import { COMMENTS_MAP } from '@/document/comment-schema';
import { fieldCaption } from '@/document/field-captions';
import { fieldsOfEntity } from '@/document/fields';
import { defaultValue } from '@/document/mix-fields';
import { parseRegisterKey, registerKey } from '@/document/registers';
import { HISTORY_MAP, MIX_MAP } from '@/document/schema';
import { STYLES_MAP } from '@/document/style-schema';
import { TRACKLIST_MAP } from '@/document/tracklist-schema';
import { valueText } from '@/document/value-text';
import type { ActivityOf } from '@/platform/activity';
import { commentActivity } from './comment-activity';
import { tracklistActivity } from './tracklist-activity';

/** What was changed together, register by register, from what it was first to what it is now. */
interface ActivityChanges {
  readonly changes: readonly RegisterChange[];
  /** The document after the changes: a reply is recorded with the place of its thread. */
  readonly live: Y.Doc;
}

type NamedAtWrite = 'version-restored' | 'style-chosen';

/** Versions and sounds are known by their ids; their names are looked up when the row is written. */
export type ChangeActivity =
  | Exclude<ActivityOf, { kind: NamedAtWrite }>
  | { readonly kind: 'version-restored'; readonly versionId: string }
  | { readonly kind: 'style-chosen'; readonly stem: string; readonly soundId: string | null };

/** The processor that a register of the mix belongs to, as `drums/eq`; null for a control that stands for itself. */
function processorOf(key: string): string | null {
  const name = parseRegisterKey(key);
  if (!name) return null;
  if (name.entity === REVERB_ID || name.entity === DELAY_ID) return registerKey(name.entity, name.entity);
  const path = fieldsOfEntity(name.entity)?.get(name.field)?.path ?? [];
  return path.length > 1 ? registerKey(name.entity, path[0] ?? '') : null;
}

/** Changes of one person with the same subject become one row; each restored version is a separate row. */
export function subjectOf({ map, key }: RegisterChange): string | null {
  if (map === HISTORY_MAP) return null;
  if (map === MIX_MAP) return `${map}/${processorOf(key) ?? key}`;
  const isByEntity = map === STYLES_MAP || map === CLIPS_MAP || map === AUTOMATION_MAP;
  return `${map}/${isByEntity ? parseRegisterKey(key)?.entity : key}`;
}

const settingOf = (value: unknown): number | boolean | null =>
  typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** Whether a control displays the same value before and after: an empty register has the default. */
function isDisplayedAlike({ key, before, after }: RegisterChange): boolean {
  const name = parseRegisterKey(key);
  const isKnown = name !== null && fieldsOfEntity(name.entity)?.has(name.field) === true;
  if (!isKnown) return false;
  const neutral = defaultValue(name.entity, name.field);
  const [from, to] = [before ?? neutral, after ?? neutral];
  const caption = fieldCaption(name.field);
  if (caption && typeof from === 'number' && typeof to === 'number') {
    return valueText(caption.unit, from) === valueText(caption.unit, to);
  }
  return from === to;
}

function mixActivity(all: readonly RegisterChange[]): ChangeActivity | null {
  const changes = all.filter((change) => !isDisplayedAlike(change));
  const [first, ...others] = changes;
  if (!first) return null;
  const processor = others.length > 0 ? parseRegisterKey(processorOf(first.key) ?? '') : null;
  if (processor) return { kind: 'processor', entity: processor.entity, processor: processor.field };
  const { key, before, after } = first;
  return { kind: 'mix', register: key, before: settingOf(before), after: settingOf(after) };
}

function styleActivity(changes: readonly RegisterChange[]): ChangeActivity | null {
  const stem = parseRegisterKey(changes[0]?.key ?? '')?.entity;
  if (stem === undefined) return null;
  const choice = changes.find(({ key }) => key === registerKey(stem, 'sound'));
  if (!choice) return { kind: 'style-set', stem };
  return { kind: 'style-chosen', stem, soundId: typeof choice.after === 'string' ? choice.after : null };
}

function laneActivity(entity: string | undefined): ChangeActivity | null {
  const lane = parseLaneEntity(entity ?? '');
  return lane && { kind: 'automation', stem: lane.stemId, lane: lane.lane };
}

/** An empty register and one with null, as that of a sound, are equivalent. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The activity for changes of one subject that have passed validation, or null when there is none. */
export function activityOf({ changes, live }: ActivityChanges): ChangeActivity | null {
  const real = changes.filter(({ before, after }) => !isSame(before, after));
  const [first] = real;
  if (!first) return null;
  const { map, key, after } = first;
  const entity = parseRegisterKey(key)?.entity;
  if (map === MIX_MAP) return mixActivity(real);
  if (map === STYLES_MAP) return styleActivity(real);
  if (map === CLIPS_MAP) return entity === undefined ? null : { kind: 'clips', stem: entity };
  if (map === AUTOMATION_MAP) return laneActivity(entity);
  if (map === COMMENTS_MAP) return commentActivity(first, live);
  if (map === TRACKLIST_MAP) return tracklistActivity({ ...first, live });
  if (map !== HISTORY_MAP || typeof after !== 'string') return null;
  return { kind: 'version-restored', versionId: after };
}
