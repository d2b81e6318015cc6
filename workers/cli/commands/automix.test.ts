// The command automix: a set with its artefacts, and one message for input that cannot become one.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';
import { writeWavHeader } from '@/platform/media/wav-header';
import { automixCommand } from './automix';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'automix-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function write(name: string, signal: Float32Array): Promise<string> {
  const header = writeWavHeader({ sampleRate: 44_100, channels: 1, bitDepth: 32 }, signal.length);
  await writeFile(path.join(dir, name), Buffer.concat([header, Buffer.from(signal.buffer)]));
  return path.join(dir, name);
}

const beatsAt = (bpm: number) => makeTrack({ beats: steadyBeats(bpm, 80, 0.4), beatsPerBar: 4 });

async function automix(...argv: string[]) {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    expect(await automixCommand.run(argv)).toBe(0);
    return JSON.parse(String(print.mock.calls.at(-1)![0]));
  } finally {
    print.mockRestore();
  }
}

const TRACK_FIELDS = ['file', 'start_s', 'bpm', 'key', 'tempo_ratio', 'pitch_semitones'];
const TRANSITION_FIELDS = [
  'from',
  'to',
  'start_s',
  'end_s',
  'bars',
  'beat_offset_ms',
  'drift_ms',
  'beat_offset_reason',
  'bass_overlap_bars',
  'vocal_overlap_bars',
  'short_term_jump_lu',
  'key_distance',
  'template',
  'why',
];

describe('isomix automix', () => {
  it('writes a set, its lists and its report, and keeps the order', async () => {
    const files = [await write('b.wav', beatsAt(121)), await write('a.wav', beatsAt(119))];
    const [out, report] = [path.join(dir, 'set.flac'), path.join(dir, 'report.json')];
    const printed = await automix(...files, '--out', out, '--keep-order', '--report', report);
    expect(printed).toMatchObject({ format: 'flac', tracks: 2, strategy: 'rules' });
    const told = JSON.parse(await readFile(report, 'utf8'));
    expect(told.tracks.map((track: { file: string }) => track.file)).toEqual(['b.wav', 'a.wav']);
    expect(Object.keys(told.tracks[0])).toEqual(TRACK_FIELDS);
    expect(Object.keys(told.transitions[0])).toEqual(TRANSITION_FIELDS);
    expect(told.transitions[0].beat_offset_ms.max).toBeLessThan(20);
    expect(await readFile(path.join(dir, 'tracklist.txt'), 'utf8')).toMatch(/^0:00:00 b\.wav\n.* a\.wav\n$/);
    expect(await readFile(path.join(dir, 'set.cue'), 'utf8')).toContain('FILE "set.flac" WAVE');
    expect((await readdir(dir)).filter((name) => name.startsWith('.') || name.includes('partial'))).toEqual(
      [],
    );
  });

  it('reports in one message why there is no set', async () => {
    const silence = await write('silence.wav', new Float32Array(44_100));
    const text = path.join(dir, 'text.mp3');
    await writeFile(text, 'This is no audio.');
    const out = ['--out', path.join(dir, 'none.wav')];
    const reasons: ReadonlyArray<readonly [argv: readonly string[], sentence: RegExp]> = [
      [[silence, ...out], /at least two tracks/],
      [[silence, silence, ...out], /silent/],
      [[silence, text, ...out], /^text\.mp3: .*not audio/],
      [[silence, path.join(dir, 'gone.wav'), ...out], /There is no file/],
      [[silence, silence, '--out', 'set.txt'], /must end in/],
      [[silence, silence, ...out, '--strategy', 'luck'], /must be rules or llm/],
      [[silence, silence, '--out', path.join(dir, 'no/set.wav')], /There is no folder/],
      [[silence, silence], /Usage/],
    ];
    for (const [argv, sentence] of reasons) await expect(automixCommand.run(argv)).rejects.toThrow(sentence);
    expect(await readdir(dir)).not.toContain('none.wav');
  });
});
