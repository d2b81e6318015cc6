// `isomix mix` with everything a mix can be set to: clips to the sample, loudness on target below the ceiling.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '@/audio/dither';
import { measureLoudness } from '@/audio/loudness/loudness-meter';
import { dbToGain } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';
import { encodeStream } from '@/platform/media/encode';
import { mixCommand } from './mix';

const RATE = 44_100;
const FRAMES = 5 * RATE;
const random = seededRandom(6);
/** Noise with beats, so that there is something to limit. */
const SOURCE = [0, 1].map(() =>
  Float32Array.from({ length: FRAMES }, (_, i) => (random() - 0.5) * (i % 22_050 < 1500 ? 1.8 : 0.2)),
);

let dir = '';
let printed: string[] = [];
const inDir = (name: string) => path.join(dir, name);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'mix-graph-'));
  const interleaved = Float32Array.from({ length: FRAMES * 2 }, (_, i) => SOURCE[i % 2]![i >> 1]!);
  const options = { format: 'wav', bitDepth: 32, sampleRate: RATE, channels: 2 } as const;
  await encodeStream({ ...options, path: inDir('a.wav') }, [interleaved]);
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

async function mix(description: unknown) {
  await writeFile(inDir('mix.json'), JSON.stringify(description));
  await mixCommand.run([inDir('mix.json'), '--out', inDir('mix.wav')]);
  return JSON.parse(printed.at(-1)!);
}

const decoded = () => decodeWhole(inDir('mix.wav'), { sampleRate: RATE, channels: 2 });

const EVERYTHING = {
  stems: [
    {
      source: 'a.wav',
      gain_db: -6,
      pan: 0.2,
      invert: true,
      eq: { low_shelf: { gain_db: 3 }, low_peak: { hz: 500, gain_db: -4, q: 2 } },
      compressor: { threshold_db: -24, ratio: 3, look_ahead_ms: 3 },
      gate: { threshold_db: -40 },
      high_pass: { hz: 60, slope: 3 },
      de_esser: {},
      saturator: { mix: 0.4 },
      low_pass: { bypass: true },
      sends: { reverb_db: -12, delay_db: -18 },
      automation: {
        gain_db: [
          { at_s: 0, value: -20 },
          { at_s: 2, value: 0 },
        ],
        pan: [{ at_s: 0, value: 0 }],
      },
      clips: [{ start_s: 0.5, source_start_s: 1, length_s: 3, fade_in_s: 0.1, fade_out_s: 0.2 }],
    },
    { source: 'a.wav', mute: true },
  ],
  master: { gain_db: 2, eq: { high_shelf: { hz: 9000, gain_db: 2 } }, limiter: { ceiling_dbtp: -2 } },
  reverb: { decay_s: 1 },
  delay: { left_note: '1/8', right_ms: 300, feedback: 0.4 },
  bpm: 96,
  tail_s: 1,
};

describe('isomix mix', () => {
  it.each([-14, -9])('brings the mix to %d LUFS and never above its ceiling', async (loudness) => {
    const report = await mix({ stems: [{ source: 'a.wav' }], loudness });
    const [left, right] = await decoded();
    const measured = measureLoudness(left!, right!);
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(Math.abs(measured.integratedLufs - loudness)).toBeLessThan(0.2);
    expect(report.loudness_missed_lu).toBeNull();
    expect(report.integrated_lufs).toBeCloseTo(measured.integratedLufs, 2);
    expect(report.true_peak_dbtp).toBeCloseTo(measured.truePeakDbtp, 2);
    expect(report).toMatchObject({ seconds: 5, loudness_range_lu: expect.any(Number), clipped_samples: 0 });
  });

  it('takes everything at once, and keeps time although its processors are late', async () => {
    const report = await mix(EVERYTHING);
    expect(report.seconds).toBe(6);
    expect(report.true_peak_dbtp).toBeLessThan(-1.9);
    const [left] = await decoded();
    expect(left!.findIndex((x) => Math.abs(x) > 1e-6)).toBeGreaterThan(0.5 * RATE - 1);
    expect(left!.subarray(3.6 * RATE, 3.9 * RATE).some((x) => Math.abs(x) > 1e-5)).toBe(true);
  });

  it('sets the delay by note values of the tempo of the recording', async () => {
    const settings = {
      stems: [{ source: 'a.wav', gain_db: -12, sends: { delay_db: 0 } }],
      section: { from_s: 0, to_s: 1 },
    };
    await mix({ ...settings, delay: { left_ms: 375, right_ms: 1000 / 3 } });
    const inMs = await decoded();
    await mix({ ...settings, bpm: 120, delay: { left_note: '1/8.', right_note: '1/4T' } });
    expect(await decoded()).toEqual(inMs);
  });

  it.each([
    [{ delay: { left_note: '1/8' } }, 'needs "bpm"'],
    [{ bpm: 20 }, '"bpm" must be at least 30, or 0 for unknown'],
    [{ bpm: 120, delay: { right_note: '1/3' } }, '"delay.right_note" must be a note value such as "1/8"'],
  ])('refuses the delay %j in one sentence', async (settings, sentence) => {
    await expect(mix({ stems: [{ source: 'a.wav' }], ...settings })).rejects.toThrow(sentence);
  });

  it('changes tempo and key, of a section, as the report says', async () => {
    const section = { from_s: 1, to_s: 4 };
    const report = await mix({ stems: [{ source: 'a.wav' }], section, tempo: 1.25, key_semitones: -2 });
    expect(report.seconds).toBeCloseTo(3 / 1.25, 4);
    expect(report).toMatchObject({ stretcher: 'Rubber Band R3', tempo: 1.25, key_semitones: -2 });
  });

  it('keeps what is bypassed out of the sound', async () => {
    const plain = { source: 'a.wav', gain_db: -6 };
    await mix({ stems: [plain] });
    const before = await decoded();
    const eq = { bypass: true, low_peak: { gain_db: 12 } };
    const compressor = { bypass: true, threshold_db: -40 };
    await mix({ stems: [{ ...plain, eq, compressor }], master: { gain_db: 0, eq } });
    expect(await decoded()).toEqual(before);
  });

  it('places clips to the sample, also those that go on where another ended', async () => {
    const clips = [
      { start_s: 0, source_start_s: 1, length_s: 1 },
      { start_s: 2, source_start_s: 2, length_s: 1.5 },
      { start_s: 1.5, source_start_s: 0.25, length_s: 0.25 },
    ];
    const report = await mix({ stems: [{ source: 'a.wav', gain_db: -6, clips }], master: { limiter: true } });
    expect(report.seconds).toBe(3.5);
    const [left] = await decoded();
    const expected = new Float64Array(3.5 * RATE);
    for (const { start_s, source_start_s, length_s } of clips) {
      for (let i = 0; i < length_s * RATE; i++) {
        expected[start_s * RATE + i]! += SOURCE[0]![source_start_s * RATE + i]! * dbToGain(-6);
      }
    }
    let error = 0;
    for (let i = 0; i < expected.length; i++) error = Math.max(error, Math.abs(left![i]! - expected[i]!));
    expect(error).toBeLessThan(2 ** -23);
  });

  it('mixes stems through the strip of their group', async () => {
    const section = { from_s: 1, to_s: 2 };
    const stem = { source: 'a.wav', gain_db: -6 };
    await mix({ section, stems: [{ ...stem, gain_db: -12, pan: 0.3 }, stem] });
    const apart = await decoded();
    const groups = [{ id: 'band', gain_db: -6, pan: 0.3 }];
    await mix({ section, stems: [{ ...stem, group: 'band' }, stem], groups });
    const grouped = await decoded();
    let error = 0;
    for (const [i, value] of apart[0]!.entries()) error = Math.max(error, Math.abs(value - grouped[0]![i]!));
    expect(error).toBeLessThan(2 ** -22);
  });

  it.each([
    [{ mute: true }, [1]],
    [{ solo: true }, [0]],
  ])('a group with %j takes its stems with it', async (settings, heard) => {
    const section = { from_s: 1, to_s: 1.5 };
    const stems = [
      { source: 'a.wav', gain_db: -6, group: 'band' },
      { source: 'a.wav', gain_db: -12 },
    ];
    await mix({ section, stems, groups: [{ id: 'band', ...settings }] });
    const left = await decoded();
    await mix({ section, stems: heard.map((index) => ({ ...stems[index], group: undefined })) });
    expect(left).toEqual(await decoded());
  });

  it('refuses a group that is not described, and two of the same id', async () => {
    const stems = [{ source: 'a.wav', group: 'band' }];
    await expect(mix({ stems })).rejects.toThrow('needs a list "groups"');
    await expect(mix({ stems, groups: [{ id: 'band' }, { id: 'band' }] })).rejects.toThrow('"id" of its own');
  });

  it.each([
    [{ eq: { low_shelf: { hz: 5000, gain_db: 1 } } }, 'stems[0].eq.low_shelf.hz'],
    [{ compressor: { ratio: 0.5 } }, 'stems[0].compressor.ratio'],
    [{ high_pass: { slope: 1.5 } }, 'stems[0].high_pass.slope'],
    [{ gate: { threshold: -40 } }, 'no field "stems[0].gate.threshold"'],
    [
      {
        automation: {
          pan: [
            { at_s: 2, value: 0 },
            { at_s: 1, value: 0 },
          ],
        },
      },
      'must be in order of time',
    ],
    [{ clips: [{ length_s: 0 }] }, 'stems[0].clips[0].length_s'],
  ])('rejects %j with one message', async (strip, sentence) => {
    await expect(mix({ stems: [{ source: 'a.wav', ...strip }] })).rejects.toThrow(sentence);
  });

  it('refuses a loudness nobody asks for', async () => {
    await expect(mix({ stems: [{ source: 'a.wav' }], loudness: -3 })).rejects.toThrow(
      '-14, -16, -9 or "none"',
    );
  });
});
