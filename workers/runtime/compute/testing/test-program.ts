// Serves the tasks of test-tasks.ts.
import { writeFileSync } from 'node:fs';
import { publishDamagedFile } from '@/platform/media/damage-channel';
import { UnusableAudioError } from '@/platform/media/errors';
import { handle } from '../define-task';
import { serveTasks } from '../serve';
import * as tasks from './test-tasks';

const FAILURES = {
  user: () => new UnusableAudioError('This file is not audio.'),
  defect: () => new TypeError('x is not a function'),
  disk: () => Object.assign(new Error('write failed'), { code: 'ENOSPC' }),
  'no error': () => 'a string',
};
const ENDINGS = {
  exit: () => process.exit(3),
  crash: () =>
    setImmediate(() => {
      throw new Error('crashed');
    }),
  kill: () => process.kill(process.pid, 'SIGKILL'),
};
const never = () => new Promise<never>(() => {});

serveTasks(
  [
    handle(tasks.echoTask, async (input) => input),
    handle(tasks.countTask, async (count, { onProgress }) => {
      for (let i = 0; i < count; i++) onProgress(i);
      setImmediate(() => onProgress(-1));
      return 'counted';
    }),
    handle(tasks.failTask, async (kind) => {
      throw FAILURES[kind]();
    }),
    handle(tasks.endTask, (kind) => {
      ENDINGS[kind]();
      return never();
    }),
    handle(tasks.waitTask, async (file, { signal, onProgress }) => {
      signal.addEventListener('abort', () => writeFileSync(file, 'put away'));
      onProgress(0);
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return never();
    }),
    handle(tasks.spinTask, async (_, { onProgress }) => {
      onProgress(0);
      for (;;) Math.random();
    }),
    handle(tasks.environmentTask, async () => Object.keys(process.env)),
    handle(tasks.damagedTask, async (path) => {
      publishDamagedFile({ path, note: 'It is damaged.' });
      return null;
    }),
  ],
  { userFacing: [UnusableAudioError], progressIntervalMs: 0 },
);
