// The pool gives what the kernels give, in turn, and survives what goes wrong.
import { afterAll, describe, expect, it } from 'vitest';
import { bursts, sine } from '@/audio/analysis/testing/known-signals';
import { SAMPLE_RATE } from '@/audio/units';
import { analyses } from '@/workers/analysis/analyses';
import { ANALYSIS_PROGRAM, analysisTask } from '@/workers/analysis/testing/analysis-tasks';
import { ThreadPool } from './run-in-thread';

const pool = new ThreadPool(ANALYSIS_PROGRAM, 2);
afterAll(() => pool.close());

const recording = (signal: Float32Array) => ({ signal, sampleRate: SAMPLE_RATE });

describe('ThreadPool', () => {
  it('gives what the kernels give, more requests than threads', async () => {
    const sounds = [bursts(1, [0.2, 0.6]), bursts(1, [0.3]), bursts(1, [0.1, 0.5, 0.8])].map(recording);
    const found = await Promise.all(sounds.map((sound) => pool.run(analysisTask('onsets'), sound)));
    expect(found).toEqual(await Promise.all(sounds.map(analyses.onsets)));
    const tone = recording(sine(0.3, 330));
    expect(await pool.run(analysisTask('pitch'), tone)).toEqual(await analyses.pitch(tone));
    const [split] = await pool.run(analysisTask('split'), { ...tone, topDb: 30 });
    expect(split).toEqual({ start: 0, end: tone.signal.length });
  });

  it('passes on what an analysis throws, and goes on', async () => {
    const fast = { signal: sine(0.1, 440), sampleRate: 192_000 };
    await expect(pool.run(analysisTask('pitch'), fast)).rejects.toThrow('192000 Hz');
    expect(await pool.run(analysisTask('split'), recording(new Float32Array(100)))).toEqual([]);
  });

  it('stops in the middle, before the turn and while waiting, and goes on', async () => {
    const single = new ThreadPool(ANALYSIS_PROGRAM, 1);
    const controller = new AbortController();
    const { signal } = controller;
    const long = recording(new Float32Array(20_000_000).fill(0.1));
    const running = single.run(analysisTask('pitch'), long, { signal });
    const waiting = single.run(analysisTask('pitch'), long, { signal });
    const last = single.run(analysisTask('onsets'), recording(bursts(0.5, [0.2])));
    setTimeout(() => controller.abort(new Error('enough')), 50);
    const outcomes = await Promise.allSettled([running, waiting]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { message: 'enough' } });
    await expect(single.run(analysisTask('pitch'), long, { signal })).rejects.toThrow('enough');
    expect(await last).toHaveLength(1);
    await single.close();
  });

  it('fails what runs when it is closed', async () => {
    const closing = new ThreadPool(ANALYSIS_PROGRAM, 1);
    const running = closing.run(analysisTask('pitch'), recording(new Float32Array(20_000_000)));
    const failed = expect(running).rejects.toThrow('ended');
    setTimeout(() => void closing.close(), 50);
    await failed;
  });
});
