// Performs the render job: opens the stems from storage, renders in a process, stores the file.
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { extensionOf } from '@/platform/jobs/export-options';
import type { RenderMixInput, RenderMixResult } from '@/platform/jobs/render-mix';
import { removeObject } from '@/platform/removal/counts';
import { mixKey } from '@/platform/storage/keys';
import { runInProcess } from '../runtime/compute/run-in-process';
import type { JobContext } from '../runtime/job-context';
import { type FileSpec, specsOf } from './job-specs';
import { openInputs } from './open-inputs';
import { renderProgress } from './render-progress';
import { type RenderedFile, resultOf } from './render-result';
import type { RenderReport } from './render-spec';
import { renderTask } from './render-task';
import { StemArchive, uniqueName } from './stem-archive';

type Context = JobContext<RenderMixInput>;

/** Receives how much of one file is done. */
type OnFile = (stage: string, done: number) => void;

function renderFile({ signal }: Context, { spec }: FileSpec, onFile: OnFile): Promise<RenderReport> {
  const progress = renderProgress(spec);
  return runInProcess(renderTask, spec, {
    signal,
    onProgress: ({ stage, done }) => onFile(stage, progress(stage, done)),
  });
}

/** Reports what is done of all files, and how long the rest will take. */
function reporter({ report }: Context, fileCount: number) {
  const began = performance.now();
  report({ stage: 'mixing', progress: 0 });
  return (index: number): OnFile =>
    (stage, done) => {
      const progress = (index + done) / fileCount;
      const elapsedS = (performance.now() - began) / 1000;
      const etaS = progress > 0 ? (elapsedS * (1 - progress)) / progress : undefined;
      report({ stage, progress, etaS });
    };
}

/** Renders all files; several are packed into `archive`, each as soon as it is there. */
async function renderFiles(
  context: Context,
  specs: readonly FileSpec[],
  archive: StemArchive | null,
): Promise<RenderedFile[]> {
  const onFile = reporter(context, specs.length);
  const files: RenderedFile[] = [];
  for (const [index, file] of specs.entries()) {
    const report = await renderFile(context, file, onFile(index));
    const taken = new Set(files.map(({ name }) => name));
    const name = uniqueName(file.stem?.name ?? 'mix', file.spec.output.format, taken);
    if (archive) await archive.add(file.spec.output.path, name);
    files.push({ stem: file.stem?.id ?? null, name, report });
  }
  await archive?.finish();
  return files;
}

/** Moves the finished file into the storage and returns its size. */
async function store({ input, storage, signal, report }: Context, output: string): Promise<number> {
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

async function renderInto(context: Context, specs: readonly FileSpec[]): Promise<RenderMixResult> {
  const { input, workDir } = context;
  const began = performance.now();
  const isArchive = extensionOf(input.options) !== input.options.format;
  const output = isArchive ? path.join(workDir, 'stems.zip') : specs[0]!.spec.output.path;
  const archive = isArchive ? new StemArchive(output) : null;
  try {
    const files = await renderFiles(context, specs, archive);
    const bytes = await store(context, output);
    return resultOf(input, files, bytes, (performance.now() - began) / 1000);
  } catch (error) {
    await archive?.discard();
    throw error;
  } finally {
    for (const file of [output, ...specs.map(({ spec }) => spec.output.path)])
      await rm(file, { force: true });
  }
}

/**
 * Renders a mix, or stems of it, into storage under its mix key.
 * @throws JobFailure when a stem is missing or damaged, or the disk is full
 */
export async function renderMixProcessor(context: Context): Promise<RenderMixResult> {
  const opened = await openInputs(context.storage, context.input);
  try {
    const { files, cover } = opened;
    return await renderInto(context, specsOf(context.input, files, context.workDir, cover));
  } finally {
    opened.release();
  }
}
