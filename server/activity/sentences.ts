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

const SENTENCES: { readonly [K in Kind]: (what: Of<K>) => string } = {
  mix: mixSentence,
  comment: commentSentence,
  uploaded: ({ name }) => `added the song “${name}”`,
  separated: () => 'finished the stems',
  exported: ({ format }) => `exported the mix as ${format.toUpperCase()}`,
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
