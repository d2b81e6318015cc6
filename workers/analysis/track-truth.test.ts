// The measures themselves, and one of the reference tracks whose tempo, beats and key are known exactly.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseTrack } from '@/audio/track/analyse';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';
import { analyses } from './analyses';
import { loadTrack } from './load-track';
import { mirexScore, readTruth, scoreTrack } from './testing/track-truth';

const REFERENCE = path.resolve('../shared/reference/synth');
const hasReference = existsSync(REFERENCE);
if (!hasReference) console.warn(`Skipped: there are no reference tracks in ${REFERENCE}.`);

describe('scoring', () => {
  it.each([
    [9, 'minor', 'A minor', 1],
    [4, 'minor', 'A minor', 0.5],
    [2, 'minor', 'A minor', 0.5],
    [0, 'major', 'A minor', 0.3],
    [7, 'minor', 'Bb major', 0.3],
    [9, 'major', 'A minor', 0.2],
    [6, 'major', 'A minor', 0],
  ] as const)('weighs %i %s against %s as MIREX does', (tonic, mode, truth, score) => {
    expect(mirexScore({ tonic, mode, confidence: 1 }, truth)).toBe(score);
  });

  it('finds a generated track right, and a wrong truth wrong', async () => {
    const beats = steadyBeats(127.3, 64, 0.4);
    const signal = makeTrack({ beats, beatsPerBar: 4 });
    const found = await analyseTrack(signal, signal);
    const truth = {
      bpm: 127.3,
      key: 'A minor',
      beats,
      sections: [],
      downbeats: beats.filter((_, i) => i % 4 === 0),
    };
    const right = scoreTrack(found, truth);
    expect(right).toMatchObject({ isDownbeatRight: true, key: 1, sections: null });
    expect(right.beatMs).toBeLessThan(5);
    const late = { ...truth, bpm: 127.4, downbeats: beats.filter((_, i) => i % 4 === 1) };
    const wrong = scoreTrack(found, late);
    expect(wrong.isDownbeatRight).toBe(false);
    expect(Math.abs(wrong.tempoError)).toBeGreaterThan(0.05);
  });
});

describe.skipIf(!hasReference)('reference tracks', () => {
  it.each(['10_breaks'])(
    '%s is read right',
    async (name) => {
      const truth = await readTruth(path.join(REFERENCE, `${name}.json`));
      const score = scoreTrack(
        await analyses.track(await loadTrack(path.join(REFERENCE, `${name}.ogg`))),
        truth,
      );
      expect(Math.abs(score.tempoError)).toBeLessThan(0.005);
      expect(score.beatMs).toBeLessThan(5);
      expect(score.isDownbeatRight).toBe(true);
    },
    60_000,
  );
});
