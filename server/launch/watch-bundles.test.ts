// Rebuilt bundles: only those that differ are written, so that only their processes restart.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OutputFile } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeChanged } from './watch-bundles.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'isomix-bundles-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function output(name: string, text: string): OutputFile {
  return { path: path.join(folder, name), contents: Buffer.from(text), hash: '', text };
}

it('writeChanged writes new and changed bundles and names them, and leaves the others alone', () => {
  writeFileSync(path.join(folder, 'web.js'), 'same');
  writeFileSync(path.join(folder, 'cpu-worker.js'), 'old');
  const outputs = [output('web.js', 'same'), output('cpu-worker.js', 'new'), output('player.js', 'new')];
  expect(writeChanged(outputs)).toEqual(['cpu-worker.js', 'player.js']);
  expect(readFileSync(path.join(folder, 'cpu-worker.js'), 'utf8')).toBe('new');
  expect(writeChanged(outputs)).toEqual([]);
});
