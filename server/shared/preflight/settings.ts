// Settings that nobody reads: a name in the environment or in .env that resembles one of ours, or is none at all.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv as parseDotEnv } from 'node:util';
import { SETTING_NAMES } from '@/server/shared/env';
import { repositoryRoot } from '@/server/shared/repository-root';
import { type Check, type CheckResult, fine, warning } from './check';

/** Read by the launcher, the log, the tests, or the libraries that .env is often used for. */
const OTHER_NAMES = [
  ...[
    'LOG_LEVEL',
    'LOG_FORMAT',
    'CHROMIUM_PATH',
    'NEXTAUTH_URL',
    'NODE_ENV',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
  ],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_PROFILE', 'TZ'],
  ...[
    'NEXT_TELEMETRY_DISABLED',
    'ISOMIX_ROLE',
    'ISOMIX_SUPERVISOR',
    'ISOMIX_DEV',
    'DEBUG',
    'PATH',
    'HOME',
    'LANG',
  ],
];
/** Names that begin so can only be meant for the studio. */
const OWN_PREFIX = /^(?:S3_|AUTOMIX_|SEPARATION_|ISOMIX_|NEXTAUTH_|CPU_)/;
/** Shorter names resemble too much. */
const LEAST_LENGTH = 5;

/** How many letters must be added, taken out, changed or swapped with their neighbour to make `b` of `a`. */
export function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = least;
    }
  }
  return rows[a.length]![b.length]!;
}

/** The names that .env.example gives, commented out or not. */
function documentedNames(): string[] {
  const file = path.join(repositoryRoot(), '.env.example');
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name ?? '');
}

function nearest(name: string, known: ReadonlySet<string>): string | null {
  const upper = name.toUpperCase();
  const allowed = Math.min(2, Math.floor(upper.length / 4));
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    if (candidate.length < LEAST_LENGTH || Math.abs(candidate.length - upper.length) > allowed) continue;
    const far = distance(upper, candidate);
    if (far <= allowed && (!best || far < best.distance)) best = { name: candidate, distance: far };
  }
  return best?.name ?? null;
}

/**
 * One warning for each name that looks like a misspelt setting.
 * @param environment names that are set
 * @param file names that .env sets: there every name is meant for us
 */
export function misspelt(environment: Iterable<string>, file: Iterable<string>): CheckResult[] {
  const known = new Set([...SETTING_NAMES, ...documentedNames(), ...OTHER_NAMES]);
  const inFile = new Set(file);
  return [...new Set([...inFile, ...environment])].sort().flatMap((name) => {
    if (known.has(name) || name.length < LEAST_LENGTH) return [];
    const meant = nearest(name, known);
    const where = inFile.has(name) ? 'in .env ' : '';
    if (meant)
      return [warning('settings', `The setting ${name} ${where}is none of ours; is ${meant} meant?`)];
    const isOurs = inFile.has(name) || OWN_PREFIX.test(name);
    return isOurs ? [warning('settings', `The setting ${name} ${where}is not known and has no effect.`)] : [];
  });
}

/** Looks at the environment of this process and at .env. */
export const settingsCheck: Check = {
  name: 'settings',
  async run() {
    const file = path.join(repositoryRoot(), '.env');
    const inFile = existsSync(file) ? Object.keys(parseDotEnv(readFileSync(file, 'utf8'))) : [];
    const found = misspelt(Object.keys(process.env), inFile);
    return found.length > 0 ? found : [fine('settings', 'Every setting is known.')];
  },
};
