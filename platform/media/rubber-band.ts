// Runs Rubber Band's R3 engine, which changes tempo and key of a WAV file; a program of its own, like FFmpeg.
import { stat } from 'node:fs/promises';
import { toolError } from './errors';
import { startTool, type ToolOptions } from './tool';

/** How a render says what changed its tempo or key. */
export const STRETCHER_NAME = 'Rubber Band R3';

export interface RubberBandOptions extends ToolOptions {
  /** Called with the progress, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** It goes through the audio twice, studying and then processing, and counts to 99 % each time. */
const PASS = /Pass (\d)/;
const PERCENT = /(\d{1,3})%/g;

/** Its finest engine takes about a second for three of stereo float samples; this allows fifty times that. */
const BASE_MS = 10 * 60_000;
const MS_PER_BYTE = 0.05;

/** Reads its progress from what it prints. */
class ProgressReader {
  #pass = 1;
  readonly #onProgress: (done: number) => void;

  constructor(onProgress: (done: number) => void) {
    this.#onProgress = onProgress;
  }

  read(text: string): void {
    this.#pass = Number(PASS.exec(text)?.[1] ?? this.#pass);
    const percent = [...text.matchAll(PERCENT)].at(-1)?.[1];
    // Studying takes about a tenth of the time.
    if (percent !== undefined)
      this.#onProgress(this.#pass === 1 ? Number(percent) / 1000 : 0.1 + Number(percent) / 111);
  }
}

/**
 * Runs the program. Samples beyond full scale stay there, in float files: without `--ignore-clipping` it would start
 * again at a lower level.
 * @param settings its options, such as `--tempo 1.2`
 * @throws MediaToolError when it is missing or fails, the signal's reason when it is aborted
 */
export async function runRubberBand(
  settings: readonly string[],
  input: string,
  output: string,
  options: RubberBandOptions = {},
): Promise<void> {
  const { onProgress } = options;
  const reader = onProgress && new ProgressReader(onProgress);
  const child = startTool('rubberband', ['--fine', '--ignore-clipping', ...settings, input, output], {
    timeoutMs: BASE_MS + (await stat(input)).size * MS_PER_BYTE,
    ...options,
    onStderr: reader && ((text) => reader.read(text)),
  });
  child.stdin.end();
  child.stdout.resume();
  const { exitCode, stderrTail } = await child.ended;
  if (exitCode !== 0) throw toolError('Tempo and key could not be changed.', stderrTail);
}
