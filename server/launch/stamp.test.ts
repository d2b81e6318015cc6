// Stamps: a step runs once, again when a source or the output changes, and not for a test or a touched file.
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashSources, makeIfChanged } from './stamp.mjs';

let root: string;
const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);
const make = (step = async () => {}) =>
  makeIfChanged({ root, stamp: 'dist/.stamp', sources: ['source', 'lock.json', 'absent'] }, step);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'isomix-stamp-'));
  mkdirSync(path.join(root, 'source'));
  write('source/a.ts', 'one');
  write('lock.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

it('runs a step only when its sources changed', async () => {
  expect(await make()).toBe(true);
  expect(await make()).toBe(false);
  utimesSync(path.join(root, 'source/a.ts'), 1, 1);
  write('source/a.test.ts', 'a test');
  expect(await make()).toBe(false);
  write('source/a.ts', 'two');
  expect(await make()).toBe(true);
});

it('sees a new name and does not confuse a name with its content', () => {
  const before = hashSources(root, ['source']);
  renameSync(path.join(root, 'source/a.ts'), path.join(root, 'source/b.ts'));
  expect(hashSources(root, ['source'])).not.toBe(before);
});

it('runs again after the output was deleted or the step failed', async () => {
  await make();
  rmSync(path.join(root, 'dist'), { recursive: true });
  expect(await make()).toBe(true);
  write('source/a.ts', 'broken');
  await expect(make(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  write('source/a.ts', 'one');
  expect(await make()).toBe(true);
});
