// Which of our settings somebody may have meant by a name that is none of them.
import { SETTING_NAMES } from '@/platform/env';

/** Shorter names resemble too much. */
const MIN_LENGTH = 5;
/**
 * Parts of other programs' names for the same setting, and our own name before it: GITHUB_CLIENT_ID,
 * ISOMIX_PORT.
 */
const FILLERS = new Set(['CLIENT', 'OAUTH', 'ISOMIX']);
/** Parts of our names that others give a meaning of their own, such as the build tools of web pages. */
const OF_OTHERS = new Set(['API_KEY', 'BASE_URL', 'ACCESS_KEY', 'KEY_ID']);
/** First parts of our settings' names that other programs use as well. */
const COMMON_PARTS = new Set([
  'NODE',
  'PORT',
  'HOST',
  'DATA',
  'PUBLIC',
  'DATABASE',
  'DIRECT',
  'REDIS',
  'GITHUB',
  'GOOGLE',
  'TRUST',
  'ROLES',
  'CPU',
  'MAX',
  'SHUTDOWN',
  'LOG',
]);
/** First parts that only our settings have. */
const PRODUCT_PARTS: ReadonlySet<string> = new Set([
  'ISOMIX',
  ...SETTING_NAMES.map((name) => name.split('_')[0] ?? name).filter((part) => !COMMON_PARTS.has(part)),
]);

/** Whether a name begins as only settings of the studio do, such as `STORAGE_`. */
export function beginsAsOurs(name: string): boolean {
  const [first = '', ...others] = name.toUpperCase().split('_');
  return others.length > 0 && PRODUCT_PARTS.has(first);
}

/** How many letters must be added, taken out, changed or swapped with their neighbour to make `b` of `a`. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const stepsTo = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const min = Math.min(stepsTo(i - 1, j) + 1, stepsTo(i, j - 1) + 1, stepsTo(i - 1, j - 1) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwap ? Math.min(min, stepsTo(i - 2, j - 2) + 1) : min);
    }
  }
  return stepsTo(a.length, b.length);
}

/** A name with a few letters amiss. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  const allowed = Math.min(2, Math.floor(name.length / 4));
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    if (name.length < MIN_LENGTH || candidate.length < MIN_LENGTH) continue;
    if (Math.abs(candidate.length - name.length) > allowed) continue;
    const far = distance(name, candidate);
    if (far <= allowed && (!best || far < best.distance)) best = { name: candidate, distance: far };
  }
  return best?.name;
}

/** One for many, or many for one: ROLE for ROLES. */
const otherNumber = (name: string): string | undefined =>
  SETTING_NAMES.find((ours) => ours === `${name}S` || `${ours}S` === name);

const withoutFillers = (name: string): string =>
  name
    .split('_')
    .filter((part) => !FILLERS.has(part))
    .join('_');

/** Whether the parts of a name are among those of another, in the same order. */
function isPartOf(parts: readonly string[], others: readonly string[]): boolean {
  let next = 0;
  for (const other of others) if (other === parts[next]) next += 1;
  return next === parts.length;
}

/** Some of the parts of one of our names, two at least: POOL_SIZE for DATABASE_POOL_SIZE. */
function wholeOf(name: string): string | undefined {
  const parts = name.split('_').filter((part) => part !== '');
  if (parts.length < 2) return undefined;
  const wholes = SETTING_NAMES.filter((ours) => isPartOf(parts, ours.split('_')));
  return wholes.sort((a, b) => a.split('_').length - b.split('_').length || a.localeCompare(b))[0];
}

export interface SuggestionOptions {
  /** Every name that has a meaning, ours and others'. */
  readonly known: ReadonlySet<string>;
  /** Whether the name stands where every name is meant for us. */
  readonly isForUs: boolean;
}

/** The setting that a name resembles which is none itself; undefined when there is no such. */
export function suggestName(given: string, { known, isForUs }: SuggestionOptions): string | undefined {
  const name = given.toUpperCase();
  if (!isForUs && OF_OTHERS.has(name)) return undefined;
  const short = withoutFillers(name);
  const ours = SETTING_NAMES.find((each) => each === short || each === name);
  return ours ?? otherNumber(name) ?? nearest(name, known) ?? wholeOf(short);
}
