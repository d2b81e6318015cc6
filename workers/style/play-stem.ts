// Plays a stem with a grain library and writes the result; runs in the style process.
import { open, readFile } from 'node:fs/promises';
import { midOf } from '@/audio/style/channels';
import { decodeGrainLibrary } from '@/audio/style/library-format';
import { measureQuality, type QualityFigures } from '@/audio/style/quality';
import { restyle } from '@/audio/style/synthesis';
import { SAMPLE_RATE } from '@/audio/units';
import { MediaToolError } from '@/platform/media/errors';
import { streamSegmentFiles } from '@/platform/media/stem-stream';
import type { TaskOptions } from '../runtime/compute/define-task';
import { loadStereo, type StereoSound } from './load-stereo';
import type { PlayedStem, RestyleTask } from './style-tasks';

/** How far the task is once the stem is read. */
const READ = 0.05;

/** @throws MediaToolError when a part of the stem is missing: everything after the hole would be out of time */
async function readStem({ stem }: RestyleTask, signal: AbortSignal): Promise<StereoSound> {
  if ('recording' in stem) return loadStereo(stem.recording, signal);
  const { segments, scale, lengthSamples } = stem;
  const sides = [new Float32Array(lengthSamples), new Float32Array(lengthSamples)] as const;
  let at = 0;
  for await (const frames of streamSegmentFiles(segments, { signal })) {
    const count = Math.min(frames.length / 2, lengthSamples - at);
    for (let i = 0; i < count; i++) {
      sides[0][at + i] = frames[2 * i]! * scale;
      sides[1][at + i] = frames[2 * i + 1]! * scale;
    }
    at += frames.length / 2;
  }
  if (at !== lengthSamples) throw new MediaToolError('This stem is damaged in the storage.');
  return sides;
}

async function writeSides(output: string, sides: StereoSound): Promise<void> {
  const file = await open(output, 'w');
  try {
    for (const side of sides) {
      await file.writeFile(new Uint8Array(side.buffer, side.byteOffset, side.byteLength));
    }
  } finally {
    await file.close();
  }
}

const figuresOf = async (
  stem: StereoSound,
  played: StereoSound,
  style: StereoSound,
): Promise<QualityFigures> =>
  measureQuality(await midOf(...stem), await midOf(...played), await midOf(...style), SAMPLE_RATE);

/**
 * Plays the stem with the library; the result is as long as the stem.
 * @throws StyleSoundError or MediaToolError with a message
 */
export async function playStem(task: RestyleTask, { signal, onProgress }: TaskOptions): Promise<PlayedStem> {
  const stem = await readStem(task, signal);
  const library = decodeGrainLibrary(new Uint8Array(await readFile(task.library)));
  onProgress(READ);
  const began = performance.now();
  const played = await restyle(...stem, library, task.settings, {
    signal,
    onProgress: (share) => onProgress(READ + (1 - READ) * share),
  });
  const synthesisS = (performance.now() - began) / 1000;
  const sides = [played.left, played.right] as const;
  await writeSides(task.output, sides);
  const figures = task.measureAgainst
    ? await figuresOf(stem, sides, await loadStereo(task.measureAgainst, signal))
    : null;
  return { grainsUsed: played.grainsUsed, synthesisS, figures };
}
