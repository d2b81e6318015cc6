// Rendering: a four-minute mix of four stems, beside FFmpeg with the same gains, balances and sum; and sixteen shaped ones.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { seededRandom } from '@/audio/dither';
import { NEUTRAL_COMPRESSOR } from '@/audio/dynamics/compressor';
import type { StripSettings } from '@/audio/mix/graph';
import { panGains } from '@/audio/mix/pan-law';
import { dbToGain, gainToDb, SAMPLE_RATE } from '@/audio/units';
import { decodeStream, decodeWhole } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import { runTool } from '@/platform/media/tool';
import { renderMix } from '@/workers/render/render-mix';
import type { RenderSpec } from '@/workers/render/render-spec';

const SECONDS = 240;
const RUNS = 3;
const TARGET_RATIO = 1.5;
const STRIPS = [
  { gainDb: -3, pan: 0 },
  { gainDb: 1, pan: -0.4 },
  { gainDb: -6, pan: 0.25 },
  { gainDb: -1.5, pan: 1 },
];
const MASTER_DB = -4;
const MANY = 16;
/** How many times faster than it plays sixteen stems with equaliser and compressor have to be rendered. */
const TARGET_SPEED = 40;
const SHAPED: Partial<StripSettings> = {
  eq: {
    lowShelf: { hz: 90, gainDb: 3, q: 0.7 },
    lowPeak: { hz: 350, gainDb: -4, q: 1.4 },
    highPeak: { hz: 3000, gainDb: 2, q: 0.9 },
    highShelf: { hz: 9000, gainDb: -2, q: 0.6 },
  },
  compressor: { ...NEUTRAL_COMPRESSOR, thresholdDb: -40, ratio: 3, makeupDb: 3 },
};

/** Decaying notes over a little noise: it compresses about as music does. */
function* stemBlocks(seed: number): Generator<Int16Array> {
  const random = seededRandom(seed);
  for (let second = 0; second < SECONDS; second++) {
    const pitch = 60 * 2 ** (Math.floor(random() * 36) / 12);
    const block = new Int16Array(SAMPLE_RATE * 2);
    for (let i = 0; i < SAMPLE_RATE; i++) {
      const note = 6000 * Math.exp(-i / 9000) * Math.sin((2 * Math.PI * pitch * i) / SAMPLE_RATE);
      block[2 * i] = note + 300 * random();
      block[2 * i + 1] = note * 0.8 + 300 * random();
    }
    yield block;
  }
}

async function makeStems(dir: string): Promise<string[]> {
  const files = STRIPS.map((_, i) => path.join(dir, `stem-${i}.flac`));
  for (const [i, file] of files.entries()) {
    const options = { format: 'flac', bitDepth: 16, sampleRate: SAMPLE_RATE, channels: 2 } as const;
    await encodeStream({ ...options, path: file }, stemBlocks(i + 1));
  }
  return files;
}

async function ours(
  files: readonly string[],
  out: string,
  measure: boolean,
  shaped: Partial<StripSettings> = {},
): Promise<number> {
  const began = performance.now();
  const spec: RenderSpec = {
    master: { gainDb: MASTER_DB },
    sampleRate: SAMPLE_RATE,
    lengthSamples: SECONDS * SAMPLE_RATE,
    sources: files.map((file, i) => ({
      name: `stem ${i}`,
      files: { segments: [file] },
      scale: 1,
      strip: { ...STRIPS[i % STRIPS.length]!, mute: false, ...shaped },
    })),
    measure,
    output: { path: out, format: 'wav', bitDepth: 24 },
  };
  await renderMix(spec);
  return (performance.now() - began) / 1000;
}

async function ffmpegs(files: readonly string[], out: string): Promise<number> {
  const strips = STRIPS.map(({ gainDb, pan }, i) => {
    const { left, right } = panGains(pan);
    const gain = dbToGain(gainDb);
    return `[${i}]aformat=sample_fmts=fltp,pan=stereo|c0=${gain * left}*c0|c1=${gain * right}*c1[s${i}]`;
  });
  const names = files.map((_, i) => `[s${i}]`).join('');
  const sum = `${names}amix=inputs=${files.length}:normalize=0,volume=${MASTER_DB}dB`;
  const began = performance.now();
  await runTool('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...files.flatMap((file) => ['-i', file]),
    '-filter_complex',
    [...strips, sum].join(';'),
    '-c:a',
    'pcm_s24le',
    out,
  ]);
  return (performance.now() - began) / 1000;
}

/** Peak of the difference between a file and the float64 sum of the stems, in dBFS. */
async function residualDb(files: readonly string[], out: string): Promise<number> {
  const options = { sampleRate: SAMPLE_RATE, channels: 2 } as const;
  const sum = new Float64Array(SECONDS * SAMPLE_RATE * 2);
  for (const [i, file] of files.entries()) {
    const { left, right } = panGains(STRIPS[i]!.pan);
    const gain = dbToGain(STRIPS[i]!.gainDb) * dbToGain(MASTER_DB);
    const planes = await decodeWhole(file, options);
    for (let n = 0; n < sum.length; n++) {
      sum[n]! += planes[n % 2]![n >> 1]! * gain * (n % 2 === 0 ? left : right);
    }
  }
  let peak = 0;
  let at = 0;
  for await (const block of decodeStream(out, options)) {
    for (const sample of block) peak = Math.max(peak, Math.abs(sample - sum[at++]!));
  }
  return gainToDb(peak);
}

const dir = await mkdtemp(path.join(os.tmpdir(), 'render-bench-'));
try {
  const files = await makeStems(dir);
  const [mine, theirs] = [path.join(dir, 'ours.wav'), path.join(dir, 'ffmpeg.wav')];
  const times: Record<'engine' | 'measured' | 'peer', number[]> = { engine: [], measured: [], peer: [] };
  for (let run = 0; run < RUNS; run++) {
    times.peer.push(await ffmpegs(files, theirs));
    times.engine.push(await ours(files, mine, false));
    times.measured.push(await ours(files, mine, true));
  }
  const [engine, peer] = [Math.min(...times.engine), Math.min(...times.peer)];
  const ratio = engine / peer;
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`load average ${os.loadavg()[0]!.toFixed(1)}, ${os.cpus().length} cores`);
  console.log(`render of ${SECONDS} s, ${files.length} stems, WAV 24-bit, best of ${RUNS}`);
  console.log(
    `  engine  ${engine.toFixed(2)} s, ${(SECONDS / engine).toFixed(0)} x real time, peak memory ${peakMb} MB`,
  );
  const measured = Math.min(...times.measured);
  console.log(
    `  with loudness, range and true peak ${measured.toFixed(2)} s, ${(SECONDS / measured).toFixed(0)} x real time`,
  );
  console.log(`  FFmpeg  ${peer.toFixed(2)} s, ${(SECONDS / peer).toFixed(0)} x real time`);
  console.log(`  ratio   ${ratio.toFixed(2)} (target <= ${TARGET_RATIO})`);
  const many = Array.from({ length: MANY }, (_, i) => files[i % files.length]!);
  const manyTimes: number[] = [];
  for (let run = 0; run < RUNS; run++) manyTimes.push(await ours(many, mine, false, SHAPED));
  const speed = SECONDS / Math.min(...manyTimes);
  console.log(
    `  ${MANY} stems with equaliser and compressor: ${speed.toFixed(0)} x real time (target >= ${TARGET_SPEED})`,
  );
  await ours(files, mine, false);
  console.log(`  null against the float64 sum: engine ${(await residualDb(files, mine)).toFixed(1)} dBFS`);
  if (ratio > TARGET_RATIO || speed < TARGET_SPEED) process.exitCode = 1;
} finally {
  await rm(dir, { recursive: true, force: true });
}
