// The place in a project that an entry of the activity list links to.

import type { ActivityPlace } from '@/contract/http/activity';
import type { ActivityOf } from '@/platform/activity';
import { findMapKind, isMapRow, type ListedActivity } from './map-activity';

type Kind = ActivityOf['kind'];
type Of<K extends Kind> = Extract<ActivityOf, { kind: K }>;

const at = (place: ActivityPlace) => () => place;
const nowhere = () => null;

const PLACES: { readonly [K in Kind]: (what: Of<K>) => ActivityPlace | null } = {
  uploaded: nowhere,
  separated: nowhere,
  'separation-asked': nowhere,
  imported: ({ stem }) => ({ in: 'strip', entity: stem }),
  exported: at({ in: 'exports' }),
  'set-asked': at({ in: 'automix' }),
  joined: at({ in: 'people' }),
  left: at({ in: 'people' }),
  removed: at({ in: 'people' }),
  role: at({ in: 'people' }),
  renamed: nowhere,
  'version-saved': at({ in: 'versions' }),
  'version-deleted': at({ in: 'versions' }),
};

function recordedPlace<K extends Kind>(what: Of<K>): ActivityPlace | null {
  return (PLACES[what.kind as K] as (what: Of<K>) => ActivityPlace | null)(what);
}

/** The place of what happened, or null where there is nothing to look at. */
export const activityPlace = (what: ListedActivity): ActivityPlace | null =>
  isMapRow(what) ? (findMapKind(what.kind)?.placeOf(what) ?? null) : recordedPlace(what);
