// Tasks in processes and threads: what goes well, every way to fail, end and be cancelled, and what comes too late.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DamagedFile, onDamagedFile } from '@/platform/media/damage-channel';
import { JobFailure } from '../job-failure';
import { WorkerProblemError } from '../worker-problem';
import { ProgramEndedError, TaskFailure } from './failure';
import { jobErrorOf } from './job-error';
import { ProgramHost } from './program-host';
import { runInProcess, startProcess } from './run-in-process';
import { startThread } from './run-in-thread';
import {
  countTask,
  damagedTask,
  echoTask,
  endTask,
  environmentTask,
  failTask,
  spinTask,
  TEST_PROGRAM,
  unknownTask,
  waitTask,
} from './testing/test-tasks';

const HOSTS = { process: () => startProcess(TEST_PROGRAM), thread: () => startThread(TEST_PROGRAM) };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'compute-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

describe.each(Object.entries(HOSTS))('a program in a %s', (_kind, start) => {
  let host = start();
  const alive = () => {
    if (!host.isAlive) host = start();
    return host;
  };
  afterAll(() => host.kill());

  it('echo, plain data of all kinds, comes back equal', async () => {
    const data = fc.anything({ withTypedArray: true, withMap: true, withSet: true, withBigInt: true });
    await fc.assert(
      fc.asyncProperty(data, async (input) => {
        expect(await alive().run(echoTask, input)).toEqual(input);
      }),
      { numRuns: 50 },
    );
  });

  it('several tasks at once, each gets its own answer', async () => {
    const inputs = [3, 1, 2];
    expect(await Promise.all(inputs.map((input) => alive().run(echoTask, input)))).toEqual(inputs);
  });

  it('progress, arrives in order and before the answer; none after it', async () => {
    const seen: number[] = [];
    const onProgress = (progress: number) => seen.push(progress);
    expect(await alive().run(countTask, 20, { onProgress })).toBe('counted');
    // Whatever was still under way has arrived before the next answer.
    await alive().run(echoTask, null);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('an error for the person, is a sentence with its cause; the next task succeeds', async () => {
    const failure = await alive()
      .run(failTask, 'user')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TaskFailure);
    expect(failure).toMatchObject({
      message: 'This file is not audio.',
      cause: { message: expect.stringContaining('UnusableAudioError') },
      description: { userMessage: 'This file is not audio.', retryable: false, problem: null },
    });
    expect(jobErrorOf(failure)).toBeInstanceOf(JobFailure);
    expect(await alive().run(echoTask, 1)).toBe(1);
  });

  it('a defect, keeps its stack and has no sentence', async () => {
    const failure = await alive()
      .run(failTask, 'defect')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/x is not a function\n.*test-program/),
      description: { userMessage: null, retryable: true },
    });
    expect(jobErrorOf(failure)).toBe(failure);
    await expect(alive().run(failTask, 'no error')).rejects.toThrow('a string');
    await expect(alive().run(unknownTask, null)).rejects.toThrow('does not serve the task unknown');
  });

  it('a full disk, is a problem of this machine', async () => {
    const failure = await alive()
      .run(failTask, 'disk')
      .catch((error: unknown) => error);
    expect(jobErrorOf(failure)).toBeInstanceOf(WorkerProblemError);
    expect(jobErrorOf(failure)).toMatchObject({ problem: { kind: 'disk' } });
  });

  it.each(['exit', 'crash'] as const)('%s without an answer, fails what runs and what comes', async (how) => {
    const ended = alive();
    const beside = ended.run(waitTask, path.join(folder, 'never'));
    const outcomes = await Promise.allSettled([ended.run(endTask, how), beside]);
    for (const outcome of outcomes) expect(outcome.status).toBe('rejected');
    expect(ended.isAlive).toBe(false);
    await expect(ended.run(echoTask, 1)).rejects.toBe(ended.ending);
  });

  it('cancelled in the middle, while it starts and before: the reason of the signal', async () => {
    const reason = new Error('enough');
    const before = AbortSignal.abort(reason);
    await expect(alive().run(echoTask, 1, { signal: before })).rejects.toBe(reason);
    const starting = start();
    const atStart = new AbortController();
    const started = starting.run(waitTask, path.join(folder, 'at-start'), { signal: atStart.signal });
    atStart.abort(reason);
    await expect(started).rejects.toBe(reason);
    await starting.kill();
    const middle = new AbortController();
    const running = alive().run(waitTask, path.join(folder, 'middle'), {
      signal: middle.signal,
      onProgress: () => middle.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
  });

  it('computing and deaf to messages, cancelled: ended', async () => {
    const cancelling = new AbortController();
    const deaf = start();
    const running = deaf.run(spinTask, null, {
      signal: cancelling.signal,
      onProgress: () => cancelling.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    expect(deaf.isAlive).toBe(false);
  });

  it('killed while a task runs, fails it', async () => {
    const killed = start();
    const running = killed.run(waitTask, path.join(folder, 'killed'), {
      onProgress: () => void killed.kill(),
    });
    await expect(running).rejects.toBeInstanceOf(ProgramEndedError);
  });

  it('a damaged file that it decodes, is published here as well', async () => {
    const found: DamagedFile[] = [];
    onDamagedFile((file) => found.push(file));
    await alive().run(damagedTask, `/${_kind}.flac`);
    expect(found).toContainEqual({ path: `/${_kind}.flac`, note: 'It is damaged.' });
  });
});

describe('runInProcess', () => {
  it('a process killed by the system, is read as out of memory; one that exits is not', async () => {
    const killed = await runInProcess(endTask, 'kill').catch((error: unknown) => error);
    expect(killed).toMatchObject({ ending: 'SIGKILL', isOutOfMemory: true });
    const exited = await runInProcess(endTask, 'exit').catch((error: unknown) => error);
    expect(exited).toMatchObject({ ending: 3, isOutOfMemory: false });
  });

  it('an error for the person, is a job failure with that sentence', async () => {
    const failure = await runInProcess(failTask, 'user').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(JobFailure);
    expect(failure).toMatchObject({ message: 'This file is not audio.', retryable: false });
  });

  it('cancelled, a task may put its files away', async () => {
    const cancelling = new AbortController();
    const file = path.join(folder, 'put-away');
    const running = runInProcess(waitTask, file, {
      signal: cancelling.signal,
      onProgress: () => cancelling.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    expect(await readFile(file, 'utf8')).toBe('put away');
  });

  it('its environment, has no secrets', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://secret');
    vi.stubEnv('S3_SECRET_ACCESS_KEY', 'secret');
    const names = await runInProcess(environmentTask, null);
    expect(names).toContain('PATH');
    expect(names).not.toContain('DATABASE_URL');
    expect(names).not.toContain('S3_SECRET_ACCESS_KEY');
  });

  it('a process whose stderr is kept, crashes: the error has its tail, and its end is reported once', async () => {
    const onEnd = vi.fn();
    const host = startProcess(TEST_PROGRAM, { keepsStderr: true }, onEnd);
    await expect(host.run(endTask, 'crash')).rejects.toMatchObject({
      stderrTail: expect.stringContaining('crashed'),
    });
    expect(onEnd).toHaveBeenCalledOnce();
  });
});

describe('ProgramHost', () => {
  it('messages of tasks that have ended or never were, are ignored', async () => {
    const host = new ProgramHost({ cancelGraceMs: 0, post: () => {}, kill: async () => {} });
    const seen: number[] = [];
    const answer = host.run(countTask, 1, { onProgress: (progress) => seen.push(progress) });
    host.receive({ type: 'progress', id: 1, progress: 1 });
    host.receive({ type: 'done', id: 7, output: 'of another' });
    host.receive({ type: 'done', id: 1, output: 'counted' });
    expect(await answer).toBe('counted');
    host.receive({ type: 'progress', id: 1, progress: 2 });
    host.receive({ type: 'done', id: 1, output: 'again' });
    host.end(new Error('ended'));
    expect(seen).toEqual([1]);
    await expect(host.run(echoTask, 1)).rejects.toThrow('ended');
  });
});
