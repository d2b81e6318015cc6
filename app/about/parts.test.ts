// The about page names every dependency there is, with the licence that its package states.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { PARTS } from './parts';

const packageSchema = z.object({
  license: z.string().optional(),
  /** How old packages say it. */
  licenses: z.array(z.object({ type: z.string() })).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

function readPackage(file: string) {
  return packageSchema.parse(JSON.parse(readFileSync(path.resolve(file), 'utf8')));
}

const works = PARTS.flatMap(([, made]) => made);
const packages = works.flatMap((work) => work.packages.map((name) => [name, work.licence] as const));

it('names every dependency once', () => {
  const dependencies = Object.keys(readPackage('package.json').dependencies).sort();
  expect(packages.map(([name]) => name).sort()).toEqual(dependencies);
});

it.each(packages)('states the licence of %s', (name, licence) => {
  const { license, licenses } = readPackage(`node_modules/${name}/package.json`);
  const stated = license ?? licenses?.map(({ type }) => type).join(' or ') ?? '';
  expect(stated).not.toMatch(/(^|\W)A?GPL/);
  // This one points to a text, which sets the weights apart from the code.
  const expected = stated === 'SEE LICENSE IN LICENSE.md' ? 'MIT, its weights as said above' : stated;
  expect(licence).toBe(expected);
});
