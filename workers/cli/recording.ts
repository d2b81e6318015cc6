// What the analysing commands share: their one file, decoded, and numbers as they print them.
import type { Recording } from '../analysis/analyses';
import { loadMono } from '../analysis/load-mono';
import { usageError } from './command';
import { requireFile } from './input-file';

/** Runs `parse` over the arguments of a command; its errors are replaced by the usage. */
export function parseOrUsage<Parsed>(usage: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    const isInputError = error instanceof TypeError && 'code' in error;
    throw isInputError ? usageError(usage, error) : error;
  }
}

/**
 * Decodes the one file that a command was given.
 * @param usage of the command, printed when none or several files were given
 * @throws CommandError, UnusableAudioError or MediaToolError with a user message
 */
export async function readRecording(positionals: readonly string[], usage: string): Promise<Recording> {
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw usageError(usage);
  await requireFile(file);
  return loadMono(file);
}

/** The length of a recording in seconds, as it is printed. */
export function durationOf({ signal, sampleRate }: Recording): number {
  return rounded(signal.length / sampleRate);
}

/** Six decimals: a twentieth of a sample, or less than an audible difference in frequency. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
