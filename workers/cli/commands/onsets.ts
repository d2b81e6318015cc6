// `isomix onsets`: the times of the onsets, as JSON.
import { parseArgs } from 'node:util';
import { frameToSeconds } from '@/audio/analysis/frames';
import { analyses } from '../../analysis/analyses';
import type { Command } from '../command';
import { durationOf, parseOrUsage, readRecording, rounded } from '../recording';

const usage = 'onsets <in>';

async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOrUsage(usage, () => parseArgs({ args: [...argv], allowPositionals: true }));
  const recording = await readRecording(positionals, usage);
  const frames = await analyses.onsets(recording);
  const onsets = frames.map((frame) => rounded(frameToSeconds(frame, recording.sampleRate)));
  console.log(JSON.stringify({ duration_s: durationOf(recording), onsets }));
  return 0;
}

export const onsetsCommand: Command = { name: 'onsets', usage, run };
