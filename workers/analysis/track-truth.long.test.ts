// All reference tracks: tempo, beat phase, downbeats and keys against the bar that mixing needs.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyses } from './analyses';
import { loadTrack } from './load-track';
import { readTruth, scoreTrack } from './testing/track-truth';

const REFERENCE = path.resolve('../shared/reference/synth');
const hasReference = existsSync(REFERENCE);
if (!hasReference) console.warn(`Skipped: there are no reference tracks in ${REFERENCE}.`);

describe.skipIf(!hasReference)('reference tracks', () => {
  it('meet the bar together', async () => {
    const names = readdirSync(REFERENCE).filter((file) => file.endsWith('.ogg'));
    let [downbeats, keys] = [0, 0];
    for (const file of names) {
      const truth = await readTruth(path.join(REFERENCE, file.replace('.ogg', '.json')));
      const score = scoreTrack(await analyses.track(await loadTrack(path.join(REFERENCE, file))), truth);
      expect(Math.abs(score.tempoError), file).toBeLessThan(0.01);
      expect(score.beatMs, file).toBeLessThanOrEqual(5);
      downbeats += score.isDownbeatRight ? 1 : 0;
      keys += score.key ?? 0;
    }
    expect(downbeats).toBeGreaterThanOrEqual(names.length - 1);
    expect((100 * keys) / names.length).toBeGreaterThanOrEqual(85);
  });
});
