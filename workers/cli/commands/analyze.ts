// `isomix analyze`: what a DJ wants to know of a track, as JSON.
import { parseArgs } from 'node:util';
import { analyses } from '../../analysis/analyses';
import { loadTrack } from '../../analysis/load-track';
import { describeTrack } from '../../analysis/track-description';
import { type Command, usageError } from '../command';
import { requireFile } from '../input-file';
import { parseOrUsage } from '../recording';

const usage = 'analyze <in>';

async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOrUsage(usage, () => parseArgs({ args: [...argv], allowPositionals: true }));
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw usageError(usage);
  await requireFile(file);
  console.log(JSON.stringify(describeTrack(await analyses.track(await loadTrack(file)))));
  return 0;
}

export const analyzeCommand: Command = { name: 'analyze', usage, run };
