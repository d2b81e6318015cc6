// Performs the render job: opens the stems from storage, writes what is asked for, stores the file.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { extensionOf } from '@/platform/jobs/export-options';
import type { RenderMixResult } from '@/platform/jobs/render-mix';
import { removeObject } from '@/platform/removal/counts';
import { mixKey } from '@/platform/storage/keys';
import type { RenderContext } from './job-audio';
import { openInputs, type RenderInputs } from './open-inputs';
import { resultOf } from './render-result';
import { writeSession } from './session/write-session';
import { writeTempo } from './session/write-tempo';
import { writeMix } from './write-mix';
import type { WrittenExport } from './written-export';

/** Writes what is asked for into an empty folder. */
function write(context: RenderContext, inputs: RenderInputs, folder: string): Promise<WrittenExport> {
  const { format } = context.input.options;
  if (format === 'midi') return writeTempo(context, folder);
  return format === 'dawproject'
    ? writeSession(context, inputs.files, folder)
    : writeMix(context, inputs, folder);
}

/** Moves the finished file into the storage and returns its size. */
async function store({ input, storage, signal, report }: RenderContext, output: string): Promise<number> {
  signal.throwIfAborted();
  report({ stage: 'storing', progress: 1 });
  const { size } = await stat(output);
  const key = mixKey(input.mixId, extensionOf(input.options));
  await storage.putFile(key, output);
  // Cancelled while it was stored: nothing else would ever delete it.
  if (signal.aborted) await removeObject(storage, key);
  signal.throwIfAborted();
  return size;
}

/**
 * Renders a mix or stems of it, or writes the session or its tempo map, into storage under its mix key.
 * @throws JobFailure when a stem is missing or damaged, or the disk is full
 */
export async function renderMixProcessor(context: RenderContext): Promise<RenderMixResult> {
  const began = performance.now();
  const inputs = await openInputs(context.storage, context.input);
  const folder = await mkdtemp(path.join(context.workDir, 'render-'));
  try {
    const { output, files } = await write(context, inputs, folder);
    const bytes = await store(context, output);
    return resultOf(context.input, files, bytes, (performance.now() - began) / 1000);
  } finally {
    await rm(folder, { recursive: true, force: true });
    inputs.release();
  }
}
