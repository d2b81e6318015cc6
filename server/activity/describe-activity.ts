// The texts of the activity list, which follow the name of the user.
import { SAMPLE_RATE } from '@/contract/units';
import type { ActivityOf } from '@/platform/activity';
import {
  describeAutomation,
  describeMixChange,
  describeProcessor,
  describeStyle,
  title,
} from './describe-mix-change';

type Kind = ActivityOf['kind'];
type Of<K extends Kind> = Extract<ActivityOf, { kind: K }>;
function clock(samples: number): string {
  const seconds = Math.floor(samples / SAMPLE_RATE);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function placeOf({ stem, position }: Of<'comment'>): string {
  if (position === null) return 'a comment that is gone';
  return `${stem === null ? 'the song' : title(stem)} at ${clock(position)}`;
}

const COMMENT_VERBS: Readonly<Record<Of<'comment'>['action'], string>> = {
  started: 'commented on',
  replied: 'replied on',
  changed: 'changed a comment on',
  removed: 'removed a comment on',
  resolved: 'resolved the comment on',
  reopened: 'reopened the comment on',
};

function describeComment(what: Of<'comment'>): string {
  const text = what.excerpt === '' ? '' : `: “${what.excerpt}”`;
  return `${COMMENT_VERBS[what.action]} ${placeOf(what)}${text}`;
}

const SHAPES: Readonly<Record<string, string>> = {
  rise: 'rising',
  fall: 'falling',
  wave: 'in waves',
  flat: 'even',
};

function describeConstraint({ option: name, value }: Of<'set-wish'>): string {
  if (name === 'first' || name === 'last') {
    return value === null ? `let any track play ${name} in the set` : `wants “${value}” ${name} in the set`;
  }
  if (name === 'keepOrder')
    return value === true ? 'locked the order of the set' : 'unlocked the order of the set';
  if (name === 'energyShape') return `made the energy of the set ${SHAPES[String(value)] ?? String(value)}`;
  if (name === 'strategy')
    return `has the set planned by ${value === 'llm' ? 'a language model' : 'the DJ rules'}`;
  if (name === 'format') return `made the set ${String(value).toUpperCase()}`;
  return value === null ? 'separated two tracks of the set' : `keeps tracks of the set together: ${value}`;
}

const TRACK_DESCRIPTIONS: Readonly<Record<Of<'track'>['action'], (name: string) => string>> = {
  added: (name) => `added “${name}” to the tracklist`,
  moved: (name) => `moved “${name}” in the tracklist`,
  removed: (name) => `removed “${name}” from the tracklist`,
};

const DESCRIPTIONS: { readonly [K in Kind]: (what: Of<K>) => string } = {
  mix: describeMixChange,
  processor: describeProcessor,
  'style-chosen': describeStyle,
  'style-set': ({ stem }) => `changed how the sound of ${title(stem)} plays`,
  clips: ({ stem }) => `edited the clips of ${title(stem)}`,
  automation: describeAutomation,
  comment: describeComment,
  uploaded: ({ name }) => `added the song “${name}”`,
  separated: () => 'finished the stems',
  exported: ({ format }) => `exported the mix as ${format.toUpperCase()}`,
  track: ({ action, name }) => TRACK_DESCRIPTIONS[action](name),
  'set-wish': describeConstraint,
  'set-asked': ({ tracks, format }) => `asked for a set of ${tracks} tracks as ${format.toUpperCase()}`,
  joined: ({ role }) => `joined as ${role}`,
  left: () => 'left the project',
  removed: ({ name }) => `removed ${name} from the project`,
  role: ({ name, role }) => `made ${name} ${role === 'viewer' ? 'a' : 'an'} ${role}`,
  renamed: ({ before, after }) => `renamed the project from “${before}” to “${after}”`,
  'version-saved': ({ name }) => `saved the version “${name}”`,
  'version-deleted': ({ name }) => `deleted the version “${name}”`,
  'version-restored': ({ name }) => `restored the version “${name}”`,
};

/** What happened, as a sentence without its subject. */
export function describeActivity<K extends Kind>(what: Of<K>): string {
  return (DESCRIPTIONS[what.kind as K] as (what: Of<K>) => string)(what);
}
