// A supervised process: started again when it dies, and gone with everything it started when it is stopped.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { processCommand } from '@/platform/database/postgres-orphan';
import { SupervisedProcess } from './supervised-process';

let folder: string;
const written = (file: string) => readFileSync(path.join(folder, file), 'utf8');

function supervise(source: string, print: (line: string) => void): SupervisedProcess {
  const program = path.join(folder, 'program.mjs');
  writeFileSync(program, source);
  return new SupervisedProcess({ name: 'cpu', program, env: { FOLDER: folder }, niceness: 3 }, print);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'isomix-process-'));
  writeFileSync(path.join(folder, 'orphan-guard.js'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('starts a process again that died, and says so in one line', async () => {
  const print = vi.fn();
  const starts = vi.fn();
  const child = supervise('process.exit(3);', print);
  child.start(starts);
  await expect.poll(() => starts.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(1);
  await child.stop();
  expect(print.mock.calls[0]).toEqual(['The cpu process ended (exit code 3); it starts again in 0.5 s.']);
  expect(child.pid).toBeUndefined();
});

it('takes along what the process started', async () => {
  const child = supervise(
    `import { spawn } from 'node:child_process';
     import { writeFileSync } from 'node:fs';
     const { pid } = spawn('sleep', ['60']);
     process.on('SIGTERM', () => process.exit(0));
     writeFileSync(process.env.FOLDER + '/pid', String(pid));`,
    () => {},
  );
  child.start(() => {});
  await expect.poll(() => written('pid'), { timeout: 10_000 }).toMatch(/^\d+$/);
  const pid = Number(written('pid'));
  expect(processCommand(pid)).toContain('sleep');
  expect(getPriority(pid)).toBe(getPriority() + 3);
  await child.stop();
  await expect.poll(() => processCommand(pid)).toBeNull();
});
