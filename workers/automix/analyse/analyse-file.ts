// Analyses a stored song, with its stems where it has been separated.
import { writeFile } from 'node:fs/promises';
import { foldDown } from '@/audio/stereo/fold-down';
import type { ActivityStems } from '@/audio/track/analyse';
import type { TrackFacts } from '@/platform/jobs/analyse-track';
import { streamSegmentFiles } from '@/platform/media/stem-stream';
import { analyses } from '../../analysis/analyses';
import { loadTrack } from '../../analysis/load-track';
import type { TaskOptions } from '../../runtime/compute/define-task';
import { encodeFigures } from './analysis-file';
import { trackFacts } from './track-facts';

/** The stored segments of a stem, in order. */
export interface StoredAudio {
  readonly segments: readonly string[];
  /** Stored samples times this are the stem */
  readonly scale: number;
}

export interface AnalyseTask {
  /** Any audio file */
  readonly audio: string;
  /** They tell where somebody sings and where bass sounds; null before the song is separated */
  readonly stems: { readonly vocals: StoredAudio; readonly bass: StoredAudio } | null;
  /** Where the analysis goes, as JSON */
  readonly output: string;
}

/** A stem folded down to one channel, as long as the track. */
async function loadFolded(
  { segments, scale }: StoredAudio,
  length: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  let at = 0;
  for await (const piece of streamSegmentFiles(segments, { signal })) {
    const frames = Math.min(piece.length / 2, length - at);
    for (let i = 0; i < frames; i++) {
      left[at + i] = piece[2 * i]! * scale;
      right[at + i] = piece[2 * i + 1]! * scale;
    }
    at += frames;
  }
  return foldDown(left, right);
}

async function loadStems(task: AnalyseTask, length: number, signal: AbortSignal): Promise<ActivityStems> {
  if (!task.stems) return {};
  return {
    vocals: await loadFolded(task.stems.vocals, length, signal),
    bass: await loadFolded(task.stems.bass, length, signal),
  };
}

/**
 * Analyses a file and writes what was found to `task.output`.
 * @throws UnusableAudioError when nothing can be decoded, MediaToolError when FFmpeg fails
 */
export async function analyseFile(
  task: AnalyseTask,
  { signal, onProgress }: TaskOptions,
): Promise<TrackFacts> {
  const track = await loadTrack(task.audio, { signal });
  onProgress(0.2);
  const stems = await loadStems(task, track.left.length, signal);
  onProgress(0.3);
  const analysis = await analyses.track({ ...track, stems });
  await writeFile(task.output, encodeFigures(analysis));
  return trackFacts(analysis);
}
