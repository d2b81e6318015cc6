// The activity of the sounds that stems are played with.
import { z } from 'zod';
import { entityOf, parseRegisterKey, registerKey } from '@/document/registers';
import {
  activityKind,
  type MapActivity,
  placeOfStem,
  type RowOf,
  type SubjectChanges,
  stemKind,
  title,
  titleDetails,
  titled,
} from './activity-kind';

const kinds = {
  'style-chosen': activityKind({
    /** The sound by its name; null when it was removed. */
    details: z.object({ stem: z.string(), sound: z.string().nullable(), ...titled }),
    describe: ({ stem, sound, title: name }) =>
      sound === null
        ? `played ${title(stem, name)} as it is again`
        : `played ${title(stem, name)} with the sound “${sound}”`,
    placeOf: placeOfStem,
  }),
  'style-set': stemKind((name) => `changed how the sound of ${name} plays`),
};

/** Sounds are known by their ids; their names are looked up when the row is written. */
type StyleActivity =
  | Extract<RowOf<typeof kinds>, { kind: 'style-set' }>
  | {
      readonly kind: 'style-chosen';
      readonly stem: string;
      readonly title?: string;
      readonly soundId: string | null;
    };

function styleActivityOf({ changes, live }: SubjectChanges): StyleActivity | null {
  const stem = parseRegisterKey(changes[0]?.key ?? '')?.entity;
  if (stem === undefined) return null;
  const choice = changes.find(({ key }) => key === registerKey(stem, 'sound'));
  if (!choice) return { kind: 'style-set', stem, ...titleDetails(live, stem) };
  const soundId = typeof choice.after === 'string' ? choice.after : null;
  return { kind: 'style-chosen', stem, soundId, ...titleDetails(live, stem) };
}

export const styleActivity = {
  kinds,
  subjectOf: entityOf,
  activityOf: styleActivityOf,
} satisfies MapActivity;
