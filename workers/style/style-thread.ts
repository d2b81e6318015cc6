// The style thread: playing a stem keeps a core busy for seconds, which a loop that holds a queue's lock must not.
import { parentPort } from 'node:worker_threads';
import { StyleSoundError } from '@/audio/style/grain';
import { runGrains, runRestyle, type StyleTask } from './style-tasks';
import type { FromStyleThread } from './thread-protocol';

const say = (message: FromStyleThread): void => parentPort?.postMessage(message);

async function answer(task: StyleTask): Promise<FromStyleThread> {
  try {
    if (task.type === 'grains') return { type: 'library', library: await runGrains(task.style) };
    return { type: 'restyled', outcome: await runRestyle(task, (share) => say({ type: 'progress', share })) };
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    const isTold = fault instanceof StyleSoundError || fault instanceof RangeError;
    return { type: 'failed', error: fault, sentence: isTold ? fault.message : null };
  }
}

parentPort?.on('message', async (task: StyleTask) => say(await answer(task)));
