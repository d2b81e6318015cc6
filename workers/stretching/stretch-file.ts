// Changes tempo and key of a WAV file by Rubber Band's R3 engine, and keeps its stereo image.
import { rm, writeFile } from 'node:fs/promises';
import type { TimeMap } from '@/audio/automix/render/time-map';
import { runRubberBand } from '@/platform/media/rubber-band';
import { restoreImage } from './restore-image';
import type { StretchOptions } from './stretch-options';

/*
 * By itself R3 takes up to 3.8 dB from the mono sum and adds up to 13 dB to the difference. Coding mid and side before it
 * keeps those two within 3 dB and moves left and right by up to 5 dB. With --centre-focus the image is restored three
 * times, over a quarter of a second first, a second then, and eleven seconds last, in windows that double each time.
 * Windows of 186 ms alone resolve no less than 16 Hz, more than a third of an octave at 60 Hz: bass lines got the gains
 * of their neighbours (1.4 dB at 62 Hz with key -4, 3 dB at 50 Hz with key -5). Windows of 743 ms twice would keep the
 * bass 0.1 dB closer, and ring up to 4 dB louder before a kick.
 */

const RESOLUTIONS = [
  { frame: 8192, smoothingFrames: 5 },
  { frame: 16_384, smoothingFrames: 11 },
  { frame: 32_768, smoothingFrames: 61 },
] as const;
/** Of the time Rubber Band takes about this share. */
const STRETCHING_SHARE = 0.8;

export interface StretchFileOptions extends StretchOptions {
  /** Whether tempo follows the map's inner knots as well. */
  readonly followsKnots: boolean;
}

/** The key-frame map as Rubber Band reads it; it must not begin with the pair 0 0. */
function mapText(map: TimeMap): string {
  const pairs = map.filter(({ source, target }) => source > 0 && target > 0);
  return pairs.map(({ source, target }) => `${source} ${target}\n`).join('');
}

async function settingsOf(options: StretchFileOptions, mapFile: string): Promise<string[]> {
  const { map, followsKnots, semitones, sampleRate } = options;
  const settings = ['--centre-focus', '--duration', String(map.at(-1)!.target / sampleRate)];
  if (semitones !== 0) settings.push('--pitch', String(semitones));
  if (!followsKnots) return settings;
  await writeFile(mapFile, mapText(map));
  return [...settings, '--timemap', mapFile];
}

/**
 * Stretches and transposes `input`, a WAV file of stereo floats, to `output`, another one. Files beside `output` that
 * are made on the way are removed.
 * @throws MediaToolError when Rubber Band is missing or fails, the signal's reason when it is aborted
 */
export async function stretchFile(input: string, output: string, options: StretchFileOptions): Promise<void> {
  const { map, semitones, sampleRate, signal, onProgress } = options;
  const [mapFile, stretched] = [`${output}.map`, `${output}.stretched.wav`];
  const passes = [stretched, ...RESOLUTIONS.slice(1).map((_, pass) => `${output}.${pass + 1}.wav`), output];
  const passShare = (1 - STRETCHING_SHARE) / RESOLUTIONS.length;
  const share = (from: number, to: number) => (done: number) => onProgress?.(from + done * (to - from));
  try {
    const settings = await settingsOf(options, mapFile);
    await runRubberBand(settings, input, stretched, { signal, onProgress: share(0, STRETCHING_SHARE) });
    const image = { map, semitones, sampleRate, signal };
    for (const [round, resolution] of RESOLUTIONS.entries()) {
      const [before = stretched, after = output] = passes.slice(round);
      const from = STRETCHING_SHARE + round * passShare;
      await restoreImage(input, before, after, {
        ...image,
        resolution,
        onProgress: share(from, from + passShare),
      });
      await rm(before, { force: true });
    }
  } finally {
    for (const file of [mapFile, ...passes]) if (file !== output) await rm(file, { force: true });
  }
}
