// The place in a project that an entry of the activity list links to.

import type { z } from 'zod';
import type { activityPlaceSchema } from '@/contract/http/activity';
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID } from '@/contract/stems';
import { fieldCaption } from '@/document/field-captions';
import { parseRegisterKey } from '@/document/registers';

import type { ActivityOf } from '@/platform/activity';

type Place = z.input<typeof activityPlaceSchema>;
type Kind = ActivityOf['kind'];
type Of<K extends Kind> = Extract<ActivityOf, { kind: K }>;

/** Reverb and delay are set on the master. */
const effectsOf = (entity: string): Place => ({
  in: 'effects',
  entity: entity === REVERB_ID || entity === DELAY_ID ? MASTER_ID : entity,
});

function controlPlace({ register }: Of<'mix'>): Place | null {
  const name = parseRegisterKey(register);
  // Tempo and key stand in the transport bar, always in sight.
  if (!name || name.entity === SONG_ID) return null;
  const { entity, field } = name;
  const isShared = entity === REVERB_ID || entity === DELAY_ID;
  const isOnStrip = field === 'mute' || fieldCaption(field)?.part === '';
  return isShared || !isOnStrip ? effectsOf(entity) : { in: 'strip', entity };
}

function commentPlace({ stem, position }: Of<'comment'>): Place | null {
  return position === null ? null : { in: 'comments', stem, position };
}

const ofStem = ({ stem }: { readonly stem: string }): Place => ({ in: 'strip', entity: stem });
const at = (place: Place) => () => place;
const nowhere = () => null;

const PLACES: { readonly [K in Kind]: (what: Of<K>) => Place | null } = {
  mix: controlPlace,
  processor: ({ entity }) => effectsOf(entity),
  'style-chosen': ofStem,
  'style-set': ofStem,
  clips: ofStem,
  automation: ofStem,
  comment: commentPlace,
  uploaded: nowhere,
  separated: nowhere,
  exported: at({ in: 'exports' }),
  track: at({ in: 'automix' }),
  'set-wish': at({ in: 'automix' }),
  'set-asked': at({ in: 'automix' }),
  joined: at({ in: 'people' }),
  left: at({ in: 'people' }),
  removed: at({ in: 'people' }),
  role: at({ in: 'people' }),
  renamed: nowhere,
  'version-saved': at({ in: 'versions' }),
  'version-deleted': at({ in: 'versions' }),
  'version-restored': at({ in: 'versions' }),
};

/** The place of what happened, or null where there is nothing to look at. */
export function activityPlace<K extends Kind>(what: Of<K>): Place | null {
  return (PLACES[what.kind as K] as (what: Of<K>) => Place | null)(what);
}
