// Writes a session as a DAWproject: its sources as WAV files, and two XML documents, in one archive.
import path from 'node:path';
import { NEUTRAL_MASTER, NEUTRAL_STRIP } from '@/audio/mix/graph';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import { type AudioFiles, audioKey, type JobAudio, type RenderContext, renderAudio } from '../job-audio';
import type { FileSpec } from '../job-specs';
import { renderFiles } from '../render-files';
import { packed, type WrittenExport } from '../written-export';
import { projectXml } from './project-xml';
import { sessionAudio } from './session-clips';
import { element, escapeXml, xmlDocument } from './xml';

const AUDIO_FOLDER = 'audio/';

/** What is written of a source: 24 bits, as it is stored, or floats where it exceeds full scale. */
function sourceSpec(
  { sources, stems, sampleRate }: RenderMixInput,
  audio: JobAudio,
  files: AudioFiles,
  file: string,
): FileSpec {
  const { stemId, lengthSamples, headroomBits } = audio;
  const name =
    (sources.find(({ id }) => id === stemId) ?? stems.find(({ id }) => id === stemId))?.name ?? stemId;
  const source = { ...renderAudio(audio, files), name, strip: NEUTRAL_STRIP };
  const bitDepth = headroomBits > 0 ? 32 : 24;
  const output = { path: file, format: 'wav', bitDepth, sampleRate, keepsOvers: true } as const;
  const spec = {
    sources: [source],
    master: NEUTRAL_MASTER,
    sampleRate,
    lengthSamples,
    measure: false,
    output,
  };
  return { stem: stemId, name, spec };
}

function metadataXml({ options }: RenderMixInput): string {
  const { title, artist, album, date, genre, comment } = options.tags;
  const known = { Title: title, Artist: artist, Album: album, Year: date, Genre: genre, Comment: comment };
  const texts = Object.entries(known).flatMap(([name, value]) =>
    value ? element(name, {}, [escapeXml(value)]) : [],
  );
  return xmlDocument(element('MetaData', {}, texts));
}

/** Writes the DAWproject of the job into a folder. */
export async function writeSession(
  context: RenderContext,
  files: AudioFiles,
  folder: string,
): Promise<WrittenExport> {
  const { input } = context;
  const all = sessionAudio(input);
  const specs = all.map((audio, index) => sourceSpec(input, audio, files, path.join(folder, `${index}.wav`)));
  const output = path.join(folder, 'session.dawproject');
  await packed(output, async (archive) => {
    const written = await renderFiles(context, specs, archive, AUDIO_FOLDER);
    const paths = new Map(
      all.map((audio, index) => [audioKey(audio), `${AUDIO_FOLDER}${written[index]?.name ?? ''}`]),
    );
    archive.addText(projectXml(input, paths), 'project.xml');
    archive.addText(metadataXml(input), 'metadata.xml');
  });
  return { output, files: [] };
}
