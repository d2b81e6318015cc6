// Third-party licences: the document lists what is installed, and nothing under the GPL or AGPL is linked.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '@/platform/repository-root';
import { ACCEPTED, describeThirdParty, listThirdParty, mayBeLinked } from './third-party-licences.mjs';

const root = repositoryRoot();
const packages = listThirdParty(root);

it('the document of third-party licences is the one that `npm run licences` writes', () => {
  const document = readFileSync(path.join(root, 'docs/third-party-licences.md'), 'utf8');
  expect(document).toBe(describeThirdParty(packages));
});

it('the list of packages contains every direct dependency and its own dependencies, and no development package', () => {
  const names = new Set(packages.map(({ name }) => name));
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) expect(names, name).toContain(name);
  expect(names).toContain('streamsearch');
  const development = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'));
  for (const name of development) expect(names, name).not.toContain(name);
});

it('every package has a licence under which it may be linked', () => {
  const refused = packages.filter(({ name, licence }) => !mayBeLinked(name, licence));
  expect(refused).toEqual([]);
});

it('the exceptions are all needed', () => {
  for (const { packages: pattern, licence } of ACCEPTED) {
    const prefix = pattern.replace(/\*$/, '');
    const meant = packages.filter(
      ({ name, licence: stated }) => name.startsWith(prefix) && stated.includes(licence),
    );
    expect(meant, pattern).not.toEqual([]);
  }
});

it.each([
  ['GPL-2.0-only', false],
  ['GPL-3.0-or-later', false],
  ['AGPL-3.0-only', false],
  ['LGPL-3.0-or-later', false],
  ['SSPL-1.0', false],
  ['MIT AND GPL-3.0-only', false],
  ['UNLICENSED', false],
  ['not stated', false],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND ISC', true],
  ['MIT', true],
])('a package under %s may be linked: %s', (licence, expected) => {
  expect(mayBeLinked('some-package', licence)).toBe(expected);
});
