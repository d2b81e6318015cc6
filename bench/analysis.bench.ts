// Analysis: onsets, silences and pitch of three minutes of music on one core, beside librosa.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { seededRandom } from '@/audio/dither';
import { SAMPLE_RATE } from '@/audio/units';
import { analyses, type Recording } from '@/workers/analysis/analyses';
import { loadMono } from '@/workers/analysis/load-mono';
import { LIBROSA_FIGURES, measureLibrosa } from './support/librosa';

const MUSIC = path.resolve('../shared/reference/librosa/music-180s-mono.flac');
const SECONDS = 180;
const RUNS = 9;

const STEPS = [
  { name: 'onsets', targetS: 0.3, run: analyses.onsets },
  { name: 'split', targetS: 0.1, run: analyses.split },
  { name: 'pitch', targetS: 4, run: analyses.pitch },
] as const;

/** Decaying notes of any pitch over a little noise, for want of music. */
function notes(): Recording {
  const random = seededRandom(5);
  const signal = new Float32Array(SECONDS * SAMPLE_RATE);
  for (let start = 0; start < signal.length; start += SAMPLE_RATE / 4) {
    const step = (2 * Math.PI * 60 * 2 ** (random() * 4)) / SAMPLE_RATE;
    for (let i = 0; i < SAMPLE_RATE / 4; i++) {
      signal[start + i] = 0.4 * Math.exp(-i / 6000) * Math.sin(step * i) + 0.01 * random();
    }
  }
  return { signal, sampleRate: SAMPLE_RATE };
}

async function loadMusic(): Promise<Recording> {
  if (existsSync(MUSIC)) return loadMono(MUSIC);
  console.warn(`  There is no ${MUSIC}: measured on ${SECONDS} s of notes instead.`);
  return notes();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** Medians of several runs, in seconds; processor time is what one core needs, however busy the machine. */
async function measure(run: (music: Recording) => Promise<unknown>, music: Recording) {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const before = process.cpuUsage();
    const began = performance.now();
    await run(music);
    wall.push((performance.now() - began) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1e6);
  }
  return { wallS: median(wall), cpuS: median(cpu) };
}

const load = () => os.loadavg()[0]!.toFixed(1);
const dir = await mkdtemp(path.join(os.tmpdir(), 'analysis-bench-'));
try {
  const music = await loadMusic();
  const seconds = (music.signal.length / music.sampleRate).toFixed(0);
  console.log(`analysis of ${seconds} s mono, medians of ${RUNS} runs, load average ${load()}`);
  const measured = await measureLibrosa(music.signal, dir);
  if (!measured)
    console.log('  librosa is not installed here: its figures are from an idle machine of two cores');
  const peer = measured ?? LIBROSA_FIGURES;
  for (const { name, targetS, run } of STEPS) {
    const { wallS, cpuS } = await measure(run, music);
    const theirs = peer.times[name];
    const ours = `${cpuS.toFixed(3)} CPU-s (wall ${wallS.toFixed(3)} s)`;
    const verdict = cpuS <= targetS ? 'met' : 'MISSED';
    console.log(
      `  ${name.padEnd(7)}${ours}  librosa ${peer.version} ${theirs.toFixed(3)} CPU-s, ` +
        `${(theirs / cpuS).toFixed(1)} x ours  target ${targetS} s: ${verdict}`,
    );
    if (cpuS > targetS) process.exitCode = 1;
  }
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`  peak memory ${peakMb} MB, load average ${load()} at the end`);
} finally {
  await rm(dir, { recursive: true, force: true });
}
