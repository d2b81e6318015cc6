// Tests of whole sets: rendered from small tracks, measured, and gone without a trace when they fail.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planSet } from '@/audio/automix/plan/plan';
import { type PlacedTrack, timelineOf } from '@/audio/automix/render/set-timeline';
import { sourceOf } from '@/audio/automix/render/time-map';
import { SAMPLE_RATE } from '@/audio/units';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { isLongRun } from '@/contract/testing/thinned';
import { decodeWhole } from '@/platform/media/decode';
import { UnusableAudioError } from '@/platform/media/errors';
import { FrameReader } from '../../stretching/frame-file';
import type { PreparedTrack } from '../render/prepared-track';
import { type TestTrackFile, writeTestTrack } from '../testing/tracks';
import { type RenderSetProgress, renderSet } from './render-set';

let dir: string;
let files: TestTrackFile[];

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'render-set-'));
  files = [await writeTestTrack(dir, 'slow', 120, 28), await writeTestTrack(dir, 'fast', 123.5, 28)];
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function inputFor(name: string, format: 'wav' | 'mp3' = 'wav') {
  const tracks = files.map(({ track }) => track);
  const workDir = path.join(dir, `${name}-work`);
  await mkdir(workDir, { recursive: true });
  const output = { path: path.join(dir, name), format, bitDepth: 16, title: 'Test' } as const;
  const sources = files.map(({ source }) => source);
  return { plan: planSet(tracks, DEFAULT_DJ_RULES), tracks, sources, output, workDir };
}

/** The largest difference between what a track plays alone and its own samples, at the best lag of a few. */
async function soloDifference({ audio }: PreparedTrack, { map, soloStart }: PlacedTrack, file: string) {
  const [original] = await decodeWhole(file, { sampleRate: SAMPLE_RATE, channels: 2 });
  const reader = await FrameReader.open(audio);
  const frames = new Float32Array(2 * SAMPLE_RATE);
  await reader.read(soloStart + SAMPLE_RATE, frames);
  await reader.close();
  const source = Math.round(sourceOf(map, soloStart + SAMPLE_RATE));
  const differences = Array.from({ length: 33 }, (_, i) => {
    let most = 0;
    for (let at = 0; at < SAMPLE_RATE; at++) {
      most = Math.max(most, Math.abs(frames[2 * at]! - original![source + at + i - 16]!));
    }
    return most;
  });
  return Math.min(...differences);
}

describe('renderSet', () => {
  it('locks the beats, matches the levels and keeps the ceiling', async () => {
    const input = await inputFor('set.wav');
    const shares: number[] = [];
    const onProgress = ({ phase, share }: RenderSetProgress) => {
      if (phase === 'rendering') shares.push(share);
    };
    const { report, prepared, cue, tracklist } = await renderSet(input, { onProgress });
    expect(shares.length).toBeGreaterThan(2 * input.tracks.length);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const [transition] = report.transitions;
    expect(transition!.beat_offset_ms!.median).toBeLessThan(5);
    expect(transition!.beat_offset_ms!.max).toBeLessThan(20);
    // Two bars are compared as a whole: one figure has no drift.
    expect(transition!.drift_ms).toBeNull();
    expect(transition!.bass_overlap_bars).toBeLessThanOrEqual(1);
    expect(report.loudness.true_peak_dbtp).toBeLessThanOrEqual(-0.99);
    expect(report.tracks.map(({ start_s }) => start_s)).toEqual([0, transition!.start_s]);
    const [first, second] = prepared.map(({ playedLufs, gainDb }) => playedLufs! + gainDb);
    expect(Math.abs(first! - second!)).toBeLessThan(0.5);
    expect(cue).toContain('TRACK 02 AUDIO');
    expect(tracklist.split('\n')).toHaveLength(3);
    const timeline = timelineOf(input.plan, input.tracks);
    for (const [i, track] of prepared.entries()) {
      const { path: file } = input.sources.find(({ id }) => id === track.id)!;
      expect(await soloDifference(track, timeline.tracks[i]!, file)).toBeLessThan(1e-6);
    }
    const [left] = await decodeWhole(input.output.path, { sampleRate: SAMPLE_RATE, channels: 2 });
    expect(left!.length / SAMPLE_RATE).toBeGreaterThan(transition!.end_s);
  });

  it.runIf(isLongRun)(
    'reuses what is already prepared, and keeps the ceiling of what an MP3 decodes to',
    async () => {
      const input = await inputFor('again.mp3', 'mp3');
      const once = await renderSet(input);
      const twice = await renderSet(input);
      expect(twice.prepared).toEqual(once.prepared);
      expect(twice.report).toEqual(once.report);
      expect(twice.report.loudness.true_peak_dbtp).toBeLessThanOrEqual(-0.98);
    },
  );

  it.runIf(isLongRun)(
    'says nothing of keys that are no more than chance, in its plan and in its report',
    async () => {
      const input = await inputFor('keyless.wav');
      const guess = { tonic: 9, mode: 'minor', confidence: 0.02 } as const;
      const tracks = input.tracks.map((track) => ({
        ...track,
        analysis: { ...track.analysis, key: guess, keyStart: guess, keyEnd: guess },
      }));
      const { report } = await renderSet({ ...input, tracks, plan: planSet(tracks, DEFAULT_DJ_RULES) });
      expect(report.transitions[0]!.key_distance).toBeNull();
      expect(report.transitions[0]!.why).not.toContain('8A');
      expect(report.tracks.map(({ key }) => key)).toEqual([null, null]);
    },
  );

  it('leaves nothing behind when a track is no audio', async () => {
    const input = await inputFor('broken.wav');
    const noise = path.join(dir, 'noise.txt');
    await writeFile(noise, 'This is no audio.');
    const sources = input.sources.map((source, i) =>
      i === 1 ? { ...source, path: noise, contentId: 'x' } : source,
    );
    await expect(renderSet({ ...input, sources })).rejects.toThrow(UnusableAudioError);
    expect(existsSync(input.output.path)).toBe(false);
    expect((await readdir(dir)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('stops when aborted', async () => {
    const input = await inputFor('stopped.wav');
    const reason = new Error('Enough.');
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    await expect(renderSet(input, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(existsSync(input.output.path)).toBe(false);
  });
});
