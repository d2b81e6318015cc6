// Describes in one message why a schema rejected a value, for the person who sent it.
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  array: 'a list',
  tuple: 'a list',
  date: 'a date',
  file: 'a file',
  null: 'null',
  nan: 'not a number',
};
const FORMATS: Readonly<Record<string, string>> = {
  email: 'an email address, such as ana@example.com',
  url: 'an address, such as https://example.com',
  uuid: 'a UUID',
  datetime: 'a date with a time, such as 2026-01-31T12:00:00Z',
  date: 'a date, such as 2026-01-31',
};
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
  map: ['entry', 'entries'],
  file: ['byte', 'bytes'],
};
/** Longer lists of choices help nobody. */
const MAX_CHOICES = 12;

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;

const choice = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : String(value));

function choices(values: readonly unknown[]): string {
  const shown = values.slice(0, MAX_CHOICES).map(choice);
  return values.length > MAX_CHOICES ? `${shown.join(', ')} and so on` : joined(shown);
}

const typeName = (type: string): string => TYPES[type] ?? `of the type ${type}`;

/** Whether the value was missing. Known only when the schema was parsed with `reportInput`. */
const isMissing = (issue: Issue): boolean => 'input' in issue && issue.input === undefined;

/** The requirement on a size: the value of a number, the number of elements of everything else. */
function sizeDemand(bound: 'at least' | 'at most', issue: Issue & { code: 'too_big' | 'too_small' }): string {
  const limit = Number(issue.code === 'too_big' ? issue.maximum : issue.minimum);
  const units = UNITS[issue.origin];
  if (units) {
    if (limit === 1 && bound === 'at least') return 'must not be empty';
    return `must have ${issue.exact ? 'exactly' : bound} ${limit} ${units[limit === 1 ? 0 : 1]}`;
  }
  if (issue.origin === 'date') return `must be ${bound} ${new Date(limit).toISOString()}`;
  const strict = issue.code === 'too_big' ? 'less than' : 'more than';
  return `must be ${issue.inclusive === false ? strict : bound} ${limit}`;
}

type Branches = readonly (readonly Issue[])[];

/** Alternatives among alternatives, as one list. */
const flattened = (branches: Branches): Branches =>
  branches.flatMap((branch) => {
    const [issue] = branch;
    return issue?.code === 'invalid_union' && issue.path.length === 0 ? flattened(issue.errors) : [branch];
  });

/** What an alternative asks for where the value is of another kind altogether; null where more than that is wrong. */
function kindsOf([issue]: readonly Issue[]): string[] | null {
  if (issue?.path.length !== 0) return null;
  if (issue.code === 'invalid_type') return [typeName(issue.expected)];
  return issue.code === 'invalid_value' ? issue.values.map(choice) : null;
}

/** Of the alternatives, the one that the value comes nearest to: of its kind, wrong in its depth, in the fewest places. */
function nearest(branches: Branches): Issue | undefined {
  const depth = (issues: readonly Issue[]) => (kindsOf(issues) ? -1 : (issues[0]?.path.length ?? 0));
  return [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]?.[0];
}

/** Longer names are not said back whole. */
const MAX_NAMED = 60;

/** A place as people write it: `stems[0].gain_db`. */
const placeOf = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
    .replace(new RegExp(`^(.{${MAX_NAMED}}).+$`, 'su'), '$1…');

/** The subject of a message: the field in quotes, or the whole value where no field is meant. */
export const subjectOf = (path: Path, whole = 'The request'): string =>
  path.length === 0 ? whole : `"${placeOf(path)}"`;

/** What is wrong, to follow the name of the field. */
function demandOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? 'is missing' : `must be ${typeName(issue.expected)}`;
    case 'invalid_value':
      return isMissing(issue)
        ? `is missing; it may be ${choices(issue.values)}`
        : `must be ${choices(issue.values)}`;
    case 'too_big':
      return sizeDemand('at most', issue);
    case 'too_small':
      return sizeDemand('at least', issue);
    case 'invalid_format':
      return FORMATS[issue.format] ? `must be ${FORMATS[issue.format]}` : 'is not written as it should be';
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_key':
      return 'has a name that cannot be used';
    default:
      return 'cannot take this value';
  }
}

/** zod's messages for refinements and alternatives that have none of their own. */
const DEFAULT_MESSAGE = /^Invalid (?:input|discriminator)/;
/** Whether a schema's own message is complete and names its own subject. */
const isCompleteMessage = (message: string): boolean => message.endsWith('.');

function messageAt(issue: Issue, above: Path, whole?: string): string {
  const path = [...above, ...issue.path];
  const subject = subjectOf(path, whole);
  if (isCompleteMessage(issue.message)) return issue.message;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return `There is no field ${subjectOf([...path, key])} here.`;
  }
  const hasOwnMessage = issue.code === 'custom' || issue.code === 'invalid_union';
  // A schema's own fragment follows the name of its field.
  if (hasOwnMessage && !DEFAULT_MESSAGE.test(issue.message)) return `${subject} ${issue.message}.`;
  if (issue.code === 'invalid_union') {
    if (isMissing(issue)) return `${subject} is missing.`;
    if ('options' in issue && issue.options) return `${subject} must be ${choices(issue.options)}.`;
    const branches = flattened(issue.errors);
    const kinds = branches.map(kindsOf);
    if (!kinds.includes(null))
      return `${subject} must be ${joined([...new Set(kinds.flatMap((kind) => kind ?? []))])}.`;
    const inner = nearest(branches);
    if (inner) return messageAt(inner, path, whole);
  }
  return `${subject} ${demandOf(issue)}.`;
}

/** A message for each issue that a schema reports; see `inputMessage`. */
export const inputMessages = (error: z.ZodError): string[] =>
  error.issues.map((issue) => messageAt(issue, []));

/**
 * One message about the first issue that a schema reports: the schema's own message where it has one.
 * @param error of a parse with `reportInput`, without which a missing value is reported only as a wrong type
 * @param whole names what the schema describes
 */
export function inputMessage(error: z.ZodError, whole = 'The request'): string {
  const [issue] = error.issues;
  return issue ? messageAt(issue, [], whole) : `${whole} is not usable.`;
}

/**
 * Like `inputMessage`, for a file in which the same field occurs many times: a schema's own message is
 * preceded by its path.
 */
export function fileMessage(error: z.ZodError): string {
  const [issue] = error.issues;
  const place =
    issue && isCompleteMessage(issue.message) && issue.path.length > 0 ? `${placeOf(issue.path)}: ` : '';
  return `${place}${inputMessage(error, 'The file')}`;
}
