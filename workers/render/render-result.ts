// What a render job reports: the figures of its file, or those of all files in its archive together.
import type { RenderMixInput, RenderMixResult } from '@/platform/jobs/render-mix';
import type { RenderReport } from './render-spec';

export interface RenderedFile {
  /** Null for the mix. */
  readonly stem: string | null;
  readonly name: string;
  readonly report: RenderReport;
}

function figuresOf({ report }: RenderedFile) {
  const { bytes, peakDbfs, clippedSamples, integratedLufs, rangeLu, truePeakDbtp } = report;
  return { bytes, peakDbfs, clippedSamples, integratedLufs, rangeLu, truePeakDbtp };
}

/** The highest level, null when all are silent. */
function highest(levels: readonly (number | null)[]): number | null {
  const audible = levels.filter((level) => level !== null);
  return audible.length === 0 ? null : Math.max(...audible);
}

function together(files: readonly RenderedFile[]) {
  const figures = files.map(figuresOf);
  return {
    peakDbfs: highest(figures.map(({ peakDbfs }) => peakDbfs)),
    truePeakDbtp: highest(figures.map(({ truePeakDbtp }) => truePeakDbtp)),
    clippedSamples: figures.reduce((sum, { clippedSamples }) => sum + clippedSamples, 0),
    integratedLufs: null,
    rangeLu: null,
  };
}

/** What is reported of a file that is no sound. */
function sessionResult(
  { lengthSamples, sampleRate, mix }: RenderMixInput,
  bytes: number,
  wallSeconds: number,
): RenderMixResult {
  return {
    durationS: lengthSamples / sampleRate,
    sampleRate,
    stretcher: null,
    tempo: mix.tempo,
    keySemitones: mix.keySemitones,
    loudnessShortfallLu: null,
    ...together([]),
    bytes,
    files: [],
    wallSeconds,
  };
}

/**
 * @param files none for a session or a tempo map
 * @param bytes of the stored file
 */
export function resultOf(
  input: RenderMixInput,
  files: readonly RenderedFile[],
  bytes: number,
  wallSeconds: number,
): RenderMixResult {
  const [first] = files;
  if (!first) return sessionResult(input, bytes, wallSeconds);
  const { lengthSamples, sampleRate, stretcher, loudnessShortfallLu } = first.report;
  const { tempo, keySemitones } = input.mix;
  return {
    durationS: lengthSamples / sampleRate,
    sampleRate,
    stretcher,
    tempo,
    keySemitones,
    loudnessShortfallLu,
    ...(files.length === 1 ? figuresOf(first) : together(files)),
    bytes,
    files: files.flatMap((file) =>
      file.stem === null ? [] : [{ stem: file.stem, name: file.name, ...figuresOf(file) }],
    ),
    wallSeconds,
  };
}
