// The sentences of the activity list, to be read after the name of whoever did it.
import type { ActivityOf } from '@/server/shared/activity';

const SAMPLE_RATE = 44_100;
const SILENT_DB = -60;

type Kind = ActivityOf['kind'];
type Of<K extends Kind> = Extract<ActivityOf, { kind: K }>;
type Setting = number | boolean | null;

const title = (id: string): string => `${id.charAt(0).toUpperCase()}${id.slice(1)}`;

function decibels(value: Setting): string {
  const db = typeof value === 'number' ? value : 0;
  if (db <= SILENT_DB) return '-∞';
  const rounded = Math.round(db * 10) / 10;
  return rounded > 0 ? `+${rounded.toFixed(1)}` : rounded === 0 ? '0.0' : rounded.toFixed(1);
}

function panPosition(value: Setting): string {
  const pan = typeof value === 'number' ? value : 0;
  const percent = Math.round(Math.abs(pan) * 100);
  return percent === 0 ? 'the centre' : `${pan < 0 ? 'L' : 'R'} ${percent}`;
}

function mixSentence({ register, before, after }: Of<'mix'>): string {
  const [entity = '', field] = register.split('/');
  const name = title(entity);
  if (field === 'gainDb') return `moved ${name} volume from ${decibels(before)} to ${decibels(after)} dB`;
  if (field === 'pan') return `moved ${name} pan from ${panPosition(before)} to ${panPosition(after)}`;
  if (field === 'mute') return `${after === true ? 'muted' : 'unmuted'} ${name}`;
  return `changed ${name}`;
}

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

function commentSentence(what: Of<'comment'>): string {
  const words = what.excerpt === '' ? '' : `: “${what.excerpt}”`;
  return `${COMMENT_VERBS[what.action]} ${placeOf(what)}${words}`;
}

const SHAPES: Readonly<Record<string, string>> = {
  rise: 'rising',
  fall: 'falling',
  wave: 'in waves',
  flat: 'even',
};

function wishSentence({ wish, value }: Of<'set-wish'>): string {
  if (wish === 'first' || wish === 'last') {
    return value === null ? `let any track play ${wish} in the set` : `wants “${value}” ${wish} in the set`;
  }
  if (wish === 'keepOrder')
    return value === true ? 'locked the order of the set' : 'unlocked the order of the set';
  if (wish === 'energyShape') return `made the energy of the set ${SHAPES[String(value)] ?? String(value)}`;
  if (wish === 'strategy')
    return `has the set planned by ${value === 'llm' ? 'a language model' : 'the DJ rules'}`;
  if (wish === 'format') return `made the set ${String(value).toUpperCase()}`;
  return value === null ? 'separated two tracks of the set' : `keeps tracks of the set together: ${value}`;
}

const TRACK_SENTENCES: Readonly<Record<Of<'track'>['action'], (name: string) => string>> = {
  added: (name) => `added “${name}” to the tracklist`,
  moved: (name) => `moved “${name}” in the tracklist`,
  removed: (name) => `removed “${name}” from the tracklist`,
};

const SENTENCES: { readonly [K in Kind]: (what: Of<K>) => string } = {
  mix: mixSentence,
  comment: commentSentence,
  uploaded: ({ name }) => `added the song “${name}”`,
  separated: () => 'finished the stems',
  exported: ({ format }) => `exported the mix as ${format.toUpperCase()}`,
  track: ({ action, name }) => TRACK_SENTENCES[action](name),
  'set-wish': wishSentence,
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
export function activitySentence<K extends Kind>(what: Of<K>): string {
  return (SENTENCES[what.kind as K] as (what: Of<K>) => string)(what);
}
