// The texts of the activity list, which follow the name of the user.
import type { ActivityOf } from '@/platform/activity';
import { findMapKind, isMapRow, type ListedActivity } from './map-activity';

type Kind = ActivityOf['kind'];
type Of<K extends Kind> = Extract<ActivityOf, { kind: K }>;

const DESCRIPTIONS: { readonly [K in Kind]: (what: Of<K>) => string } = {
  uploaded: ({ name }) => `added the song “${name}”`,
  'separation-asked': ({ name }) => `asked for the stems of “${name}”`,
  separated: () => 'finished the stems',
  imported: ({ name }) => `imported the file “${name}”`,
  exported: ({ format }) => `exported the mix as ${format.toUpperCase()}`,
  'set-asked': ({ tracks, format }) => `asked for a set of ${tracks} tracks as ${format.toUpperCase()}`,
  joined: ({ role }) => `joined as ${role}`,
  left: () => 'left the project',
  removed: ({ name }) => `removed ${name} from the project`,
  role: ({ name, role }) => `made ${name} ${role === 'viewer' ? 'a' : 'an'} ${role}`,
  renamed: ({ before, after }) => `renamed the project from “${before}” to “${after}”`,
  'version-saved': ({ name }) => `saved the version “${name}”`,
  'version-deleted': ({ name }) => `deleted the version “${name}”`,
};

function describeRecorded<K extends Kind>(what: Of<K>): string {
  return (DESCRIPTIONS[what.kind as K] as (what: Of<K>) => string)(what);
}

/** What happened, as a sentence without its subject. */
export const describeActivity = (what: ListedActivity): string =>
  isMapRow(what) ? (findMapKind(what.kind)?.describe(what) ?? '') : describeRecorded(what);
