// What the list of activity says of each map of the shared document.
import { z } from 'zod';
import { parseLaneEntity } from '@/document/automation-schema';
import { findRegisterMap, type MapName, REGISTER_MAPS } from '@/document/register-maps';
import { entityOf } from '@/document/registers';
import type { ActivityOf } from '@/platform/activity';
import {
  type ActivityKind,
  activityKind,
  type MapActivity,
  placeOfStem,
  type RowOf,
  stemKind,
  title,
  titleDetails,
  titled,
} from './activity-kind';
import { commentActivity } from './comment-activity';
import { mixActivity } from './mix-activity';
import { styleActivity } from './style-activity';
import { takeActivity } from './take-activity';
import { trackActivity } from './track-activity';
import { tracklistActivity } from './tracklist-activity';

const MAP_ACTIVITY = {
  mix: mixActivity,
  tracks: trackActivity,
  takes: takeActivity,
  clips: {
    kinds: { clips: stemKind((name) => `edited the clips of ${name}`) },
    subjectOf: entityOf,
    activityOf({ first, live }) {
      const stem = entityOf(first.key);
      return stem === null ? null : { kind: 'clips' as const, stem, ...titleDetails(live, stem) };
    },
  },
  automation: {
    kinds: {
      automation: activityKind({
        details: z.object({ stem: z.string(), lane: z.string(), ...titled }),
        describe: ({ stem, lane, title: name }) =>
          `automated the ${lane === 'pan' ? 'pan' : 'volume'} of ${title(stem, name)}`,
        placeOf: placeOfStem,
      }),
    },
    subjectOf: entityOf,
    activityOf({ first, live }) {
      const of = parseLaneEntity(entityOf(first.key) ?? '');
      if (!of) return null;
      const { stemId: stem, lane } = of;
      return { kind: 'automation' as const, stem, lane, ...titleDetails(live, stem) };
    },
  },
  styles: styleActivity,
  comments: commentActivity,
  tracklist: tracklistActivity,
  // What is delivered is recorded by the job that made it.
  results: { kinds: {}, subjectOf: (key) => key, activityOf: () => null },
  history: {
    kinds: {
      'version-restored': activityKind({
        details: z.object({ name: z.string() }),
        describe: ({ name }) => `restored the version “${name}”`,
        placeOf: () => ({ in: 'versions' }),
      }),
    },
    subjectOf: () => null,
    /** Versions are known by their ids; their names are looked up when the row is written. */
    activityOf: ({ first: { after } }) =>
      typeof after === 'string' ? { kind: 'version-restored' as const, versionId: after } : null,
  },
} satisfies Readonly<Record<MapName, MapActivity>>;

type Maps = typeof MAP_ACTIVITY;
/** A change as it is recorded, before names are looked up. */
export type ChangeActivity = NonNullable<ReturnType<Maps[MapName]['activityOf']>>;
type MapRow = { [Name in MapName]: RowOf<Maps[Name]['kinds']> }[MapName];
/** A row of the list: a change of the document, or what else people and the studio do. */
export type ListedActivity = ActivityOf | MapRow;

/** What is said of a map, or null for one that the document does not have. */
export function activityOfMap(name: string): Maps[MapName] | null {
  const map = findRegisterMap(name);
  return map && MAP_ACTIVITY[map.name];
}

const MAP_KINDS: ReadonlyMap<string, ActivityKind> = new Map(
  REGISTER_MAPS.flatMap(({ name }) => Object.entries<ActivityKind>(MAP_ACTIVITY[name].kinds)),
);

/** The kind of a row about the document, or null for anything else. */
export const findMapKind = (kind: string): ActivityKind | null => MAP_KINDS.get(kind) ?? null;

/** Whether a row is about the document. */
export const isMapRow = (what: ListedActivity): what is MapRow => MAP_KINDS.has(what.kind);
