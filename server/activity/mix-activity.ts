// The activity of the mix: one row for each control, and one for each processor.
import type { ActivityPlace } from '@/contract/http/activity';
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID } from '@/contract/stems';
import type { RegisterChange } from '@/document/changes';
import { fieldCaption } from '@/document/field-captions';
import { fieldsOfEntity } from '@/document/fields';
import { defaultValue } from '@/document/mix-fields';
import { parseRegisterKey, registerKey } from '@/document/registers';
import { valueText } from '@/document/value-text';
import {
  activityKind,
  type MapActivity,
  type RowOf,
  type SubjectChanges,
  titleDetails,
} from './activity-kind';
import { controlDetails, describeControl, describeProcessor, processorDetails } from './describe-mix-change';

/** Reverb and delay are set on the master. */
const effectsOf = (entity: string): ActivityPlace => ({
  in: 'effects',
  entity: entity === REVERB_ID || entity === DELAY_ID ? MASTER_ID : entity,
});

function controlPlace({ register }: { readonly register: string }): ActivityPlace | null {
  const name = parseRegisterKey(register);
  // Tempo and key stand in the transport bar, always in sight.
  if (!name || name.entity === SONG_ID) return null;
  const { entity, field } = name;
  const isShared = entity === REVERB_ID || entity === DELAY_ID;
  const isOnStrip = field === 'mute' || fieldCaption(field)?.part === '';
  return isShared || !isOnStrip ? effectsOf(entity) : { in: 'strip', entity };
}

const kinds = {
  mix: activityKind({ details: controlDetails, describe: describeControl, placeOf: controlPlace }),
  processor: activityKind({
    details: processorDetails,
    describe: describeProcessor,
    placeOf: ({ entity }) => effectsOf(entity),
  }),
};

/** The processor that a register of the mix belongs to, as `drums/eq`; null for a control that stands for itself. */
function processorOf(key: string): string | null {
  const name = parseRegisterKey(key);
  if (!name) return null;
  if (name.entity === REVERB_ID || name.entity === DELAY_ID) return registerKey(name.entity, name.entity);
  const path = fieldsOfEntity(name.entity)?.get(name.field)?.path ?? [];
  return path.length > 1 ? registerKey(name.entity, path[0] ?? '') : null;
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

function mixActivityOf({ changes: all, live }: SubjectChanges): RowOf<typeof kinds> | null {
  const changes = all.filter((change) => !isDisplayedAlike(change));
  const [first, ...others] = changes;
  if (!first) return null;
  const processor = others.length > 0 ? parseRegisterKey(processorOf(first.key) ?? '') : null;
  if (processor) {
    const { entity, field } = processor;
    return { kind: 'processor', entity, processor: field, ...titleDetails(live, entity) };
  }
  const { key, before, after } = first;
  const named = titleDetails(live, parseRegisterKey(key)?.entity ?? '');
  return { kind: 'mix', register: key, before: settingOf(before), after: settingOf(after), ...named };
}

export const mixActivity = {
  kinds,
  subjectOf: (key) => processorOf(key) ?? key,
  activityOf: mixActivityOf,
} satisfies MapActivity;
