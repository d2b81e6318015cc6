// Whether the programs that audio goes through can be run on this machine.
import type { Env } from '@/platform/env';
import { MediaToolError } from './errors';
import { runTool, type ToolName } from './tool';

const TIMEOUT_MS = 10_000;

/** What each role starts: the web server checks uploads, the CPU worker also changes tempo and key. */
export const PROGRAMS_OF_ROLE: Readonly<Record<Env['ROLES'][number], readonly ToolName[]>> = {
  web: ['ffmpeg', 'ffprobe'],
  separation: ['ffmpeg', 'ffprobe'],
  cpu: ['ffmpeg', 'ffprobe', 'rubberband'],
};

/** A message about what is wrong with a program; null when it runs. */
export async function toolProblem(program: ToolName): Promise<string | null> {
  const argument = program === 'rubberband' ? '--version' : '-version';
  try {
    const { exitCode } = await runTool(program, [argument], { timeoutMs: TIMEOUT_MS });
    return exitCode === 0 ? null : `${program} does not run on this machine.`;
  } catch (error) {
    if (error instanceof MediaToolError) return error.message;
    throw error;
  }
}
