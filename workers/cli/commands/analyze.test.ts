// The command analyze: its JSON for a track and for silence, and one message for each mistake.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';
import { writeWavHeader } from '@/platform/media/wav-header';
import { loadTrack } from '@/workers/analysis/load-track';
import { ANALYSIS_PROGRAM, analysisTask } from '@/workers/analysis/testing/analysis-tasks';
import { describeTrack } from '@/workers/analysis/track-description';
import { ThreadPool } from '@/workers/runtime/compute/run-in-thread';
import { analyzeCommand } from './analyze';

let dir = '';
const pool = new ThreadPool(ANALYSIS_PROGRAM, 1);
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'analyze-'));
});
afterAll(async () => {
  await pool.close();
  await rm(dir, { recursive: true, force: true });
});

async function write(name: string, signal: Float32Array): Promise<string> {
  const header = writeWavHeader({ sampleRate: 44_100, channels: 1, bitDepth: 32 }, signal.length);
  await writeFile(path.join(dir, name), Buffer.concat([header, Buffer.from(signal.buffer)]));
  return path.join(dir, name);
}

async function analyze(file: string) {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await analyzeCommand.run([file])).toBe(0);
  const line = String(print.mock.calls[0]![0]);
  print.mockRestore();
  return JSON.parse(line);
}

const FIELDS = [
  'duration_s',
  'bpm',
  'bpm_confidence',
  'bpm_candidates',
  'beats',
  'downbeats',
  'phrases',
  'key',
  'key_start',
  'key_end',
  'energy',
  'sections',
  'loudness',
  'cues',
];

it('prints tempo, beats, key, sections, loudness and cues, the same as the analysis thread finds', async () => {
  const file = await write('track.wav', makeTrack({ beats: steadyBeats(124, 40, 0.5), beatsPerBar: 4 }));
  const found = await analyze(file);
  expect(Object.keys(found)).toEqual(FIELDS);
  expect(found.bpm).toBeCloseTo(124, 1);
  expect(found.key).toMatchObject({ tonic: 'A', mode: 'minor', camelot: '8A' });
  expect(found.energy).toHaveLength(found.downbeats.length);
  expect(found.loudness.true_peak_dbtp).toBeLessThan(3);
  expect(describeTrack(await pool.run(analysisTask('track'), await loadTrack(file)))).toEqual(found);
});

it('prints no tempo, no key and no loudness of silence', async () => {
  const found = await analyze(await write('silence.wav', new Float32Array(44_100)));
  expect(Object.keys(found)).toEqual(FIELDS);
  expect(found).toMatchObject({
    duration_s: 1,
    bpm: null,
    bpm_confidence: 0,
    key: null,
    beats: [],
    cues: [],
  });
  expect(found.loudness.integrated_lufs).toBeNull();
});

it('reports each mistake in one message', async () => {
  await writeFile(path.join(dir, 'text.wav'), 'this is no audio');
  await expect(analyzeCommand.run([])).rejects.toThrow('Usage: isomix analyze <in>');
  await expect(analyzeCommand.run(['a', '--sideways'])).rejects.toThrow('Usage');
  await expect(analyzeCommand.run([path.join(dir, 'none.wav')])).rejects.toThrow('There is no file');
  await expect(analyzeCommand.run([path.join(dir, 'text.wav')])).rejects.toThrow(/^[A-Z][^\n]*\.$/);
});
