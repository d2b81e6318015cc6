// Renders the files of a job one after the other, reports how far all of them are, and packs them as they come.
import { runInProcess } from '../runtime/compute/run-in-process';
import type { RenderContext } from './job-audio';
import type { FileSpec } from './job-specs';
import { renderProgress } from './render-progress';
import type { RenderedFile } from './render-result';
import type { RenderReport } from './render-spec';
import { renderTask } from './render-task';
import { type StemArchive, uniqueName } from './stem-archive';

/** Receives how much of one file is done. */
type OnFile = (stage: string, done: number) => void;

function renderFile({ signal }: RenderContext, { spec }: FileSpec, onFile: OnFile): Promise<RenderReport> {
  const progress = renderProgress(spec);
  return runInProcess(renderTask, spec, {
    signal,
    onProgress: ({ stage, done }) => onFile(stage, progress(stage, done)),
  });
}

/** Reports what is done of all files, and how long the rest will take. */
function reporter({ report }: RenderContext, fileCount: number) {
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

/**
 * Renders all files; with an archive, each is moved into it as soon as it is there.
 * @param folder of the files in the archive, with its slash
 */
export async function renderFiles(
  context: RenderContext,
  specs: readonly FileSpec[],
  archive: StemArchive | null,
  folder = '',
): Promise<RenderedFile[]> {
  const onFile = reporter(context, specs.length);
  const files: RenderedFile[] = [];
  for (const [index, { stem, name: title, spec }] of specs.entries()) {
    const report = await renderFile(context, { stem, name: title, spec }, onFile(index));
    const name = uniqueName(title, spec.output.format, new Set(files.map((file) => file.name)));
    if (archive) await archive.add(spec.output.path, `${folder}${name}`);
    files.push({ stem, name, report });
  }
  return files;
}
