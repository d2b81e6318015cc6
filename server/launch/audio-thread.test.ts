// The lint rule of the audio thread (audio-thread.grit): what runs per block neither allocates nor waits.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the rule reports of each file, by name: the words that tell its two messages apart. */
function reportOf(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'isomix-rule-'));
  const plugins = [path.join(ROOT, 'server/launch/audio-thread.grit')];
  writeFileSync(
    path.join(folder, 'biome.json'),
    JSON.stringify({ root: true, linter: { rules: { preset: 'none' } }, plugins }),
  );
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '.'],
    { cwd: folder, encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  const reports: Record<string, string[]> = {};
  const report = /^\.?\/?(\S+\.ts):\d+:\d+[\s\S]*?(per block|neither logs)/gm;
  for (const [, name = '', words = ''] of `${stdout}${stderr}`.matchAll(report)) {
    reports[name] = [...(reports[name] ?? []), words];
  }
  return reports;
}

const stage = (body: string) => `export class Stage { process(block: Float32Array): unknown { ${body} } }`;

it('refuses what allocates or waits per block, and logs and timers anywhere on the audio thread', () => {
  const refused = {
    'array.ts': stage('return [block];'),
    'object.ts': stage('return { block };'),
    'function.ts': stage('return () => block;'),
    'instance.ts': stage('return new Map();'),
    'view.ts': stage('return block.subarray(1);'),
    'copy.ts': stage('return Float32Array.from(block);'),
    'keys.ts': stage('return Object.keys(block);'),
    'named.ts': 'export class Tap { processMasterBlock(): unknown { return []; } }',
    'await.ts': 'export class Stage { async process(block: Promise<void>): Promise<void> { await block; } }',
    'timer.ts': 'export const later = (): unknown => setTimeout(String, 1);',
    'log.ts': "export const say = (): void => console.warn('late');",
  };
  expect(reportOf(refused)).toEqual({
    'array.ts': ['per block'],
    'object.ts': ['per block'],
    'function.ts': ['per block'],
    'instance.ts': ['per block'],
    'view.ts': ['per block'],
    'copy.ts': ['per block'],
    'keys.ts': ['per block'],
    'named.ts': ['per block'],
    'await.ts': ['per block'],
    'timer.ts': ['neither logs'],
    'log.ts': ['neither logs'],
  });
});

it('accepts loops over what is there, destructuring, an error that ends everything, and what is made once', () => {
  const accepted = {
    'loop.ts': stage(
      "const [first] = block; if (!first) throw new RangeError('None.'); return block.fill(first);",
    ),
    'once.ts': 'export class Stage { state = [0]; constructor() { this.state = [1, 2]; } }',
  };
  expect(reportOf(accepted)).toEqual({});
});
