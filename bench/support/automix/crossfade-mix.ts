// How a set is made without an engine of one's own: FFmpeg and Rubber Band for every track, one after the other.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export interface CrossfadeTrack {
  readonly audio: string;
  /** Played tempo as a share of its own. */
  readonly ratio: number;
}

function runTool(tool: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} failed: ${stderr}`);
}

const CROSSFADE_S = 30;

/** Decodes, stretches and cross-fades each track in turn, then evens out the loudness; returns the seconds it took. */
export function mixByCrossfade(tracks: readonly CrossfadeTrack[], folder: string, out: string): number {
  const began = performance.now();
  const stretched = tracks.map(({ audio, ratio }, i) => {
    const [plain, fitted] = [path.join(folder, `${i}.wav`), path.join(folder, `${i}-fitted.wav`)];
    runTool('ffmpeg', ['-v', 'error', '-y', '-i', audio, '-ar', '44100', '-ac', '2', plain]);
    runTool('rubberband', ['--fine', '--quiet', '--tempo', String(ratio), plain, fitted]);
    return fitted;
  });
  let joined = stretched[0]!;
  for (const [i, next] of stretched.slice(1).entries()) {
    const mixed = path.join(folder, `mix-${i}.wav`);
    const fade = `acrossfade=d=${CROSSFADE_S}:c1=qsin:c2=qsin`;
    runTool('ffmpeg', ['-v', 'error', '-y', '-i', joined, '-i', next, '-filter_complex', fade, mixed]);
    joined = mixed;
  }
  runTool('ffmpeg', ['-v', 'error', '-y', '-i', joined, '-af', 'loudnorm=I=-14:TP=-1', '-ar', '44100', out]);
  return (performance.now() - began) / 1000;
}
