// Measures how much audio a file really contains, by reading it once.

import { FaultSigns } from './faults/fault-signs';
import { withoutFaults } from './faults/find-faults';
import { feed } from './feed';
import type { AudioSection, AudioSource } from './opened-audio';
import { checkPrinted, levelFilters, showsFaults } from './plausible-level';
import { CLOCK_FILTER, FrameClock, type Gap } from './repair/frame-clock';
import { startTool, type ToolOptions } from './tool';

export interface MeasureOptions extends ToolOptions {
  /** Measuring stops a second past this: longer files are known to be too long. */
  readonly limitS: number;
  /** Decode everything (exact, proves that it is audio of a plausible level), or only count packets (faster). */
  readonly decode: boolean;
}

export interface Measured {
  /** Seconds of audio in the first audio stream with what is missing in it, 0 when nothing can be decoded. */
  readonly durationS: number;
  /** What of it was found missing while it was decoded, at places of what was decoded. */
  readonly gaps: readonly Gap[];
}

/** What was measured of a file, and how it was opened: without faults, where decoding it showed signs of them. */
export interface MeasuredSource extends Measured {
  readonly source: AudioSource;
}

function workArguments(source: AudioSource, section: AudioSection, decode: boolean): string[] {
  if (!decode) return ['-v', 'error', '-c', 'copy'];
  // Time is counted in decoded samples: stamps may be wrong, and begin anew where the format changes.
  const filters = [...section.filters, CLOCK_FILTER, levelFilters(source.headers.sampleRate)];
  return ['-v', 'level+info', '-af', filters.join(',')];
}

/** Returns null where the section shows signs of faults, which are to be found first. */
async function measureSection(
  path: string,
  source: AudioSource,
  section: AudioSection,
  options: MeasureOptions,
): Promise<Measured | null> {
  const signs = source.mayHaveFaults && options.decode ? new FaultSigns(source.headers.codec) : null;
  const onStderr = (text: string) => {
    clock.read(text);
    signs?.read(text);
  };
  const clock = new FrameClock(source.clockedS, section.beginsAtZero);
  const limit = ['-t', String(options.limitS + 1)];
  const child = startTool(
    'ffmpeg',
    [
      '-hide_banner',
      '-nostdin',
      '-nostats',
      '-progress',
      'pipe:1',
      '-threads',
      '1',
      ...section.input,
      '-map',
      '0:a:0',
      ...workArguments(source, section, options.decode),
      ...limit,
      '-f',
      'null',
      '-',
    ],
    { ...options, input: path, onStderr },
  );
  feed(child, section.bytes?.() ?? null);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await child.ended;
  clock.end();
  if (signs && (signs.isFound || showsFaults(printed))) return null;
  if (options.decode) {
    checkPrinted(printed, clock.decodedS * source.headers.sampleRate);
    return { durationS: clock.decodedS, gaps: source.hasClock ? clock.gaps : [] };
  }
  const times = [...printed.matchAll(/^out_time_us=(\d+)$/gm)];
  return { durationS: Number(times.at(-1)?.[1] ?? 0) / 1e6, gaps: [] };
}

/**
 * Measures all of a file, or as much of it as is known to be too long.
 * @throws UnusableAudioError when what is decoded is louder than any recording, or no numbers
 */
export async function measureAudio(
  path: string,
  source: AudioSource,
  options: MeasureOptions,
): Promise<MeasuredSource> {
  let decodedS = 0;
  const gaps: Gap[] = [];
  for (const section of source.sections) {
    const measured = await measureSection(path, source, section, options);
    if (!measured) return measureAudio(path, await withoutFaults(path, source, options), options);
    for (const gap of measured.gaps) gaps.push({ ...gap, atS: decodedS + gap.atS });
    decodedS += measured.durationS;
    if (decodedS > options.limitS) break;
  }
  return { source, durationS: gaps.reduce((sum, { lengthS }) => sum + lengthS, decodedS), gaps };
}
