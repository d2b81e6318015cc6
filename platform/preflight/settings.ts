// Settings that nobody reads: a name in the environment or in .env that resembles one of ours, or is none at all.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv as parseDotEnv } from 'node:util';
import { SETTING_NAMES } from '@/platform/env';
import { repositoryRoot } from '@/platform/repository-root';
import { type Check, type CheckResult, fine, warning } from './check';
import { beginsAsOurs, suggestName } from './setting-names';

/** Read by the launcher, the tests, or the libraries that .env is often used for. */
const OTHER_NAMES = [
  'CHROMIUM_PATH',
  'NEXTAUTH_URL',
  'NEXTAUTH_URL_INTERNAL',
  'NEXT_TELEMETRY_DISABLED',
  'TZ',
  'DEBUG',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'PATH',
  'HOME',
  'LANG',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_PROFILE',
  'ISOMIX_ROLE',
  'ISOMIX_SUPERVISOR',
  'ISOMIX_DEV',
  // Where Podman and Buildah keep images.
  'STORAGE_DRIVER',
  'STORAGE_OPTS',
];

/** The names that .env.example gives, commented out or not. */
function documentedNames(): string[] {
  const file = path.join(repositoryRoot(), '.env.example');
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name ?? '');
}

/**
 * The variables by which Kubernetes announces neighbouring services to containers, and Docker linked
 * containers.
 */
const OF_SERVICE =
  /^(.+?)_(?:SERVICE_(?:HOST|PORT(?:_.+)?)|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;

/** The names that orchestrators give for services, whatever those are called: `STORAGE_PORT` of a service `storage`. */
function namesOfServices(environment: ReadonlySet<string>): Set<string> {
  const names = new Set<string>();
  for (const name of environment) {
    const service = OF_SERVICE.exec(name)?.[1];
    if (service === undefined) continue;
    for (const each of [name, `${service}_PORT`, `${service}_NAME`]) names.add(each);
  }
  return names;
}

/**
 * One warning for each name that looks like a misspelt setting.
 * @param environment names that are set
 * @param file names that .env sets: there every name is meant for us
 */
export function misspelt(environment: Iterable<string>, file: Iterable<string>): CheckResult[] {
  const known = new Set([...SETTING_NAMES, ...documentedNames(), ...OTHER_NAMES]);
  const [inFile, set] = [new Set(file), new Set(environment)];
  const ofServices = namesOfServices(set);
  return [...new Set([...inFile, ...set])].sort().flatMap((name) => {
    const isForUs = inFile.has(name);
    if (known.has(name) || (!isForUs && ofServices.has(name))) return [];
    const meant = suggestName(name, { known, isForUs });
    const where = isForUs ? 'in .env ' : '';
    if (meant)
      return [warning('settings', `The setting ${name} ${where}is none of ours; is ${meant} meant?`)];
    if (!isForUs && !beginsAsOurs(name)) return [];
    return [warning('settings', `The setting ${name} ${where}is not known and has no effect.`)];
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
