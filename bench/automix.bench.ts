// Sets: every limit that a rendered transition is checked against, measured from its sound, then speed and
// memory.

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sequence } from '@/audio/automix/order/sequence';
import { planSet } from '@/audio/automix/plan/plan';
import type { SetTrack } from '@/audio/automix/types';
import { SAMPLE_RATE } from '@/audio/units';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { decodeWhole } from '@/platform/media/decode';
import { analyses } from '@/workers/analysis/analyses';
import { loadTrack } from '@/workers/analysis/load-track';
import type { RenderSetInput } from '@/workers/automix/flow/render-set';
import { measureSet } from '@/workers/automix/report/set-meter';
import type { SetReport } from '@/workers/automix/report/set-report';
import { mixByCrossfade } from './support/automix/crossfade-mix';
import { areThere, type KnownFile, readKnownTrack, TEN_TRACKS } from './support/automix/known-tracks';
import { printCheck } from './support/automix/print-check';
import { checkTarget, hasMissed } from './support/automix/targets';
import { loadNow } from './support/figures';
import { measureRun } from './support/process-tree';
import { checkSet, type SetCheck } from './support/set-checker/check-set';

const RENDER_PROGRAM = 'bench/support/automix/render-run.ts';
const QUARTER_S = 15 * 60;
const HOUR_S = 60 * 60;
const HOUR_TARGET_S = 240;
const RATIO_TARGET = 0.6;
/** Memory may grow by this much between a quarter of an hour and an hour, in MB. */
const FLAT_MB = 100;

async function analyse(files: readonly KnownFile[]): Promise<SetTrack[]> {
  const tracks: SetTrack[] = [];
  for (const { name, audio } of files) {
    const analysis = await analyses.track(await loadTrack(audio));
    tracks.push({ id: name, name, analysis, hasStems: false });
  }
  return tracks;
}

/** The same tracks again under other names, until they last as long as is wanted. */
function repeated(tracks: readonly SetTrack[], seconds: number): SetTrack[] {
  const many: SetTrack[] = [];
  for (let total = 0, i = 0; total < seconds; i++) {
    const track = tracks[i % tracks.length]!;
    many.push({ ...track, id: `${track.name}#${i}` });
    // About a fifth of each track lies under its neighbours.
    total += (0.8 * track.analysis.lengthSamples) / SAMPLE_RATE;
  }
  return many;
}

function setOf(
  tracks: readonly SetTrack[],
  files: readonly KnownFile[],
  dir: string,
  format: 'wav' | 'mp3',
): RenderSetInput {
  const order = sequence(tracks, DEFAULT_DJ_RULES, { energyShape: 'flat' });
  const ordered = order.map((id) => tracks.find((track) => track.id === id)!);
  const sources = tracks.map(({ id, name }) => {
    const file = files.find((each) => each.name === name)!.audio;
    return { id, name, path: file, contentId: createHash('sha256').update(file).digest('hex') };
  });
  const output = { path: path.join(dir, `set.${format}`), format, bitDepth: 24, title: 'Benchmark' } as const;
  const workDir = path.join(dir, 'work');
  return { plan: planSet(ordered, DEFAULT_DJ_RULES), tracks, sources, output, workDir };
}

/** Renders in a process of its own, from nothing, and returns its figures. */
async function render(input: RenderSetInput) {
  await rm(input.workDir, { recursive: true, force: true });
  await mkdir(input.workDir, { recursive: true });
  const description = `${input.output.path}.json`;
  await writeFile(description, JSON.stringify(input));
  const run = await measureRun(process.execPath, ['--import', 'tsx', RENDER_PROGRAM, description]);
  return { ...run, report: JSON.parse(run.stdout) as SetReport };
}

/** Starts in the CUE sheet compared with where the checker finds the tracks' downbeats. */
function cueErrorMs(
  report: SetReport,
  check: SetCheck,
  known: ReadonlyMap<string, { downbeats: readonly number[] }>,
) {
  const errors = check.places.slice(1).map((place, i) => {
    const { file, start_s } = report.tracks[i + 1]!;
    const frames = Math.round(start_s * 75) / 75;
    const heard = known.get(file)!.downbeats.map((at) => place.heardAt(at));
    return Math.min(...heard.map((at) => Math.abs(at - frames))) * 1000;
  });
  return Math.max(...errors);
}

async function quality(dir: string, tracks: readonly SetTrack[]): Promise<void> {
  const input = setOf(tracks, TEN_TRACKS, dir, 'wav');
  const { report, wallS } = await render(input);
  const [left, right] = await decodeWhole(input.output.path, { sampleRate: SAMPLE_RATE, channels: 2 });
  const known = await Promise.all(TEN_TRACKS.map(readKnownTrack));
  console.log(
    `A set of ten tracks, ${(left!.length / SAMPLE_RATE / 60).toFixed(1)} min, rendered in ${wallS.toFixed(0)} s`,
  );
  const check = await checkSet({ left: left!, right: right!, sampleRate: SAMPLE_RATE }, known);
  printCheck(check);
  const byName = new Map(TEN_TRACKS.map(({ name }, i) => [name, known[i]!]));
  checkTarget('CUE times', cueErrorMs(report, check, byName), 13.3, 'ms');
  const clashes = report.transitions.filter((t) => (t.key_distance ?? 0) > 1 && t.bars > 8);
  checkTarget('overlaps in clashing keys of more than 8 bars', clashes.length, 0, '', 0);
  checkTarget(
    'stretch, at most',
    100 * Math.max(...report.tracks.map((t) => Math.abs(t.tempo_ratio - 1))),
    10,
    '%',
  );
  checkTarget('true peak, WAV', report.loudness.true_peak_dbtp ?? Number.NaN, -0.99, 'dBTP');
  const lossy = await render(setOf(tracks, TEN_TRACKS, dir, 'mp3'));
  const decoded = await measureSet(path.join(dir, 'set.mp3'), SAMPLE_RATE);
  checkTarget('true peak, decoded MP3', decoded.loudness.truePeakDbtp, -0.99, 'dBTP');
  console.log(`  as MP3 ${lossy.wallS.toFixed(0)} s`);
}

async function speed(dir: string, tracks: readonly SetTrack[]): Promise<void> {
  const quarter = setOf(repeated(tracks, QUARTER_S), TEN_TRACKS, dir, 'wav');
  const short = await render(quarter);
  const names = new Map(TEN_TRACKS.map(({ name, audio }) => [name, audio]));
  // One tempo for the whole set is how the seed matches tracks.
  const bpm = short.report.tracks.map((track) => track.bpm ?? 120).sort((a, b) => a - b);
  const common = bpm[bpm.length >> 1]!;
  const matched = short.report.tracks.map(({ file, bpm: own }) => ({
    audio: names.get(file)!,
    ratio: common / (own ?? common),
  }));
  const theirs = mixByCrossfade(matched, dir, path.join(dir, 'seed.wav'));
  console.log(`A quarter of an hour from analysed tracks, load ${loadNow()}`);
  console.log(
    `  ours ${short.wallS.toFixed(0)} s (${short.cpuS.toFixed(0)} s of CPU), one after the other ${theirs.toFixed(0)} s`,
  );
  checkTarget('time against the serial way', short.wallS / theirs, RATIO_TARGET, '');
  const long = await render(setOf(repeated(tracks, HOUR_S), TEN_TRACKS, dir, 'wav'));
  console.log(`An hour from analysed tracks, load ${loadNow()}`);
  checkTarget('time', long.wallS, HOUR_TARGET_S, 's', 0);
  console.log(
    `  memory ${short.peakMb.toFixed(0)} MB for a quarter, ${long.peakMb.toFixed(0)} MB for an hour`,
  );
  checkTarget('memory that an hour takes more than a quarter', long.peakMb - short.peakMb, FLAT_MB, 'MB', 0);
}

const dir = await mkdtemp(path.join(os.tmpdir(), 'automix-bench-'));
try {
  if (areThere(TEN_TRACKS)) {
    const tracks = await analyse(TEN_TRACKS);
    await quality(dir, tracks);
    await speed(dir, tracks);
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
if (hasMissed()) process.exitCode = 1;
