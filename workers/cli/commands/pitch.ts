// `isomix pitch`: the fundamental frequency of a recording over time, as JSON.
import { parseArgs } from 'node:util';
import { analyses } from '../../analysis/analyses';
import type { Command } from '../command';
import { durationOf, parseOrUsage, readRecording, rounded } from '../recording';

const usage = 'pitch <in>';

async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOrUsage(usage, () => parseArgs({ args: [...argv], allowPositionals: true }));
  const recording = await readRecording(positionals, usage);
  const { hop, f0Hz, voicedProbability } = await analyses.pitch(recording);
  const json = JSON.stringify({
    duration_s: durationOf(recording),
    hop_s: hop / recording.sampleRate,
    f0_hz: Array.from(f0Hz, (hz) => (hz > 0 ? rounded(hz) : null)),
    voiced_probability: Array.from(voicedProbability, rounded),
  });
  console.log(json);
  return 0;
}

export const pitchCommand: Command = { name: 'pitch', usage, run };
