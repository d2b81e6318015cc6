// Writes the click track of an export: as long as the stems beside it, in their format, in the tempo they play in.
import path from 'node:path';
import { ClickTrack, clicksOf } from '@/audio/tempo/click-track';
import { playedAt } from '@/audio/tempo/tempo-map';
import { audioFormatOf } from '@/platform/jobs/export-options';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import { MixFile } from './mix-file';
import { BLOCK_SIZE } from './mix-pass';
import type { RenderedFile } from './render-result';
import type { RenderReport } from './render-spec';
import { songTimeOf } from './song-time';

const NAME = 'Click';
/** Enough for a sound whose level is known. */
const PEAK = 1;

/** The clicks in samples of the file: from the beginning of the section, at the tempo and rate of the export. */
function clicksIn(input: RenderMixInput, rate: number): ClickTrack {
  const { options, mix, lengthSamples, sampleRate } = input;
  const from = options.range?.from ?? 0;
  const scale = rate / sampleRate;
  const timed = playedAt(songTimeOf(input), mix.tempo);
  const clicks = clicksOf(timed, lengthSamples / mix.tempo, sampleRate);
  return new ClickTrack(
    clicks.map(({ at, isAccent }) => ({ at: (at - from / mix.tempo) * scale, isAccent })),
    rate,
  );
}

/** @param like the report of a stem beside it */
export async function writeClick(
  input: RenderMixInput,
  folder: string,
  like: RenderReport,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly file: RenderedFile }> {
  const { bitDepth, tags } = input.options;
  const format = audioFormatOf(input.options);
  const { sampleRate, lengthSamples } = like;
  const titled = { ...tags, title: NAME };
  const output = { path: path.join(folder, `click-track.${format}`), format, bitDepth, tags: titled };
  const file = await MixFile.open({ output, sampleRate, measure: false }, BLOCK_SIZE, signal);
  try {
    const clicks = clicksIn(input, sampleRate);
    const [left, right] = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)];
    for (let at = 0; at < lengthSamples; at += BLOCK_SIZE) {
      const frames = Math.min(BLOCK_SIZE, lengthSamples - at);
      clicks.read(left, at, frames);
      right.set(left);
      await file.write(left, right, frames, PEAK);
    }
    const rendered = await file.finish();
    const report = { ...rendered, sampleRate, stretcher: null, loudnessShortfallLu: null };
    return { path: output.path, file: { stem: 'click', name: `${NAME}.${format}`, report } };
  } catch (error) {
    await file.discard();
    throw error;
  }
}
