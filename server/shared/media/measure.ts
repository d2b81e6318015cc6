// Measures how much audio a file really holds, by going through it once.
import { inputArguments } from './input-arguments';
import { checkPrinted, levelFilters } from './plausible-level';
import type { Demuxer } from './sniff';
import { runTool, type ToolOptions } from './tool';

export interface MeasureOptions extends ToolOptions {
  /** Measuring stops a second past this: longer files are known to be too long. */
  readonly limitS: number;
  /** Decode everything (exact, proves that it is audio of a plausible level), or only count packets (faster). */
  readonly decode: boolean;
  /** Of the file, in Hz. */
  readonly sampleRate: number;
}

/** With decoding, time is counted in decoded samples, so that holes and wrong time stamps do not matter. */
const COUNT_SAMPLES = 'asetpts=N/SR/TB';

/**
 * Returns seconds of audio in the first audio stream, 0 when nothing can be decoded.
 * @throws UnusableAudioError when what is decoded is louder than any recording, or no numbers
 */
export async function measureDuration(
  path: string,
  demuxer: Demuxer,
  options: MeasureOptions,
): Promise<number> {
  const work = options.decode
    ? ['-af', `${COUNT_SAMPLES},${levelFilters(options.sampleRate)}`]
    : ['-c', 'copy'];
  const { printed } = await runTool(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1', '-threads', '1'],
      ...inputArguments(path, demuxer),
      ...['-map', '0:a:0', ...work, '-t', String(options.limitS + 1), '-f', 'null', '-'],
    ],
    { ...options, input: path },
  );
  const times = [...printed.matchAll(/^out_time_us=(\d+)$/gm)];
  const durationS = Number(times.at(-1)?.[1] ?? 0) / 1e6;
  checkPrinted(printed, durationS * options.sampleRate);
  return durationS;
}
