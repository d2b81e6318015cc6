// Measures how much audio a file really holds, by going through it once.
import type { AudioSource } from './audio-source';
import { runTool, type ToolOptions } from './tool';

export interface MeasureOptions extends ToolOptions {
  /** Measuring stops a second past this: longer files are known to be too long. */
  readonly limitS: number;
  /** Decode everything (exact, proves that it is audio), or only count packets (faster). */
  readonly decode: boolean;
}

/** With decoding, time is counted in decoded samples, so that holes and wrong time stamps do not matter. */
const COUNT_SAMPLES = 'asetpts=N/SR/TB';

/** Returns seconds of audio in the first audio stream, 0 when nothing can be decoded. */
export async function measureDuration(
  path: string,
  source: Pick<AudioSource, 'input' | 'filters'>,
  options: MeasureOptions,
): Promise<number> {
  const work = options.decode ? ['-af', [...source.filters, COUNT_SAMPLES].join(',')] : ['-c', 'copy'];
  const { printed } = await runTool(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1', '-threads', '1'],
      ...source.input,
      ...['-map', '0:a:0', ...work, '-t', String(options.limitS + 1), '-f', 'null', '-'],
    ],
    { ...options, input: path },
  );
  const times = [...printed.matchAll(/^out_time_us=(\d+)$/gm)];
  return Number(times.at(-1)?.[1] ?? 0) / 1e6;
}
