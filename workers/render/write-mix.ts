// Writes an export of sound: the mix as one file, or stems and their click track, several in an archive.
import path from 'node:path';
import { extensionOf } from '@/platform/jobs/export-options';
import { writeClick } from './click-file';
import type { RenderContext } from './job-audio';
import { specsOf } from './job-specs';
import type { RenderInputs } from './open-inputs';
import { renderFiles } from './render-files';
import { type StemArchive, uniqueName } from './stem-archive';
import { packed, type WrittenExport } from './written-export';

/** Writes the mix or the stems of the job into a folder. */
export async function writeMix(
  context: RenderContext,
  { files: audio, cover }: RenderInputs,
  folder: string,
): Promise<WrittenExport> {
  const { input, signal } = context;
  const specs = specsOf(input, audio, folder, cover);
  const [first] = specs;
  if (!first) throw new RangeError('An export has at least one file.');
  const isArchive = extensionOf(input.options) === 'zip';
  if (!isArchive) return { output: first.spec.output.path, files: await renderFiles(context, specs, null) };

  const output = path.join(folder, 'stems.zip');
  const fill = async (archive: StemArchive) => {
    const files = await renderFiles(context, specs, archive);
    const [like] = files;
    if (!input.options.click || !like) return files;
    const click = await writeClick(input, folder, like.report, signal);
    const name = uniqueName('Click', input.options.format, new Set(files.map((file) => file.name)));
    await archive.add(click.path, name);
    return [...files, { ...click.file, name }];
  };
  return { output, files: await packed(output, fill) };
}
