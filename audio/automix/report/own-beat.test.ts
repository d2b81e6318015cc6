// Attacks of generated recordings: which have a beat of their own, and which pairs are together, apart or beyond measure.
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../dither';
import { createRealFft } from '../../fft';
import { LEVEL_FRAME } from '../../track/band-levels';
import { median } from '../../track/curves';
import { driftingBeats, makeTrack, steadyBeats, TestTrack } from '../../track/testing/small-tracks';
import { SAMPLE_RATE } from '../../units';
import { type AttackCurves, readAttacks } from '../analyse/attack-curves';
import { alignAttacks, NO_COMMON_ATTACKS, NO_COMMON_BEAT } from './attack-alignment';
import { hasOwnBeat } from './own-beat';

const BPM = 120;
const START_S = 0.3;
const SECONDS = 18;
/** Samples between rows: 6 ms. */
const STEP = 256;
const ROWS_PER_SECOND = SAMPLE_RATE / STEP;
const CHORDS = [
  [45, 57, 60, 64],
  [50, 57, 62, 65],
] as const;

/** Eight bars by a clock of 120 BPM. */
const clockRows = steadyBeats(BPM, 33, START_S).map((at) => at * ROWS_PER_SECOND);

async function attacksOf(signal: Float32Array): Promise<AttackCurves> {
  const fft = await createRealFft(LEVEL_FRAME);
  try {
    const rows = Math.ceil(SECONDS * ROWS_PER_SECOND);
    return readAttacks(fft, [signal], SAMPLE_RATE, rows, (row) => row * STEP);
  } finally {
    fft.dispose();
  }
}

const beatsAt = (bpm: number, start = START_S) => steadyBeats(bpm, Math.ceil((SECONDS * bpm) / 60), start);
const band = (beats: readonly number[]) => makeTrack({ beats, beatsPerBar: 4 });

function house(bpm: number): Float32Array {
  const track = new TestTrack(SECONDS);
  for (const [i, at] of beatsAt(bpm).entries()) {
    track.kick(at);
    track.hat(at + 30 / bpm);
    if (i % 4 === 0) track.chord(at, 230 / bpm, CHORDS[(i / 4) % 2]!);
  }
  return track.samples;
}

function pads(): Float32Array {
  const track = new TestTrack(SECONDS);
  for (let bar = 0; bar < SECONDS / 2; bar++) track.chord(2 * bar, 2, CHORDS[bar % 2]!, 0.06, 0.5);
  return track.samples;
}

/** Syllables of any length and pitch, some of them with a sharp consonant. */
function speech(seed: number): Float32Array {
  const track = new TestTrack(SECONDS);
  const random = seededRandom(seed);
  const some = (least: number, most: number) => least + (most - least) * random();
  for (let at = 0.2; at < SECONDS; at += some(0.08, 0.43)) {
    track.chord(at, some(0.12, 0.22), [some(45, 57), some(57, 67), some(69, 77)], 0.1, 0.03);
    if (random() > 0.6) track.hat(at - 0.05, 0.05);
  }
  return track.samples;
}

let generated: Record<string, AttackCurves>;
beforeAll(async () => {
  const signals = {
    house: house(BPM),
    band: band(beatsAt(BPM)),
    late: band(beatsAt(BPM, START_S + 0.2)),
    drifting: band(driftingBeats(116, 122, 34, START_S)),
    faster: band(beatsAt(131)),
    slower: house(97),
    pads: pads(),
    speech: speech(5),
    'other speech': speech(6),
  };
  const measured = Object.entries(signals).map(async ([name, signal]) => [name, await attacksOf(signal)]);
  generated = Object.fromEntries(await Promise.all(measured));
});

function compare(first: string, second: string): { readonly ms: number } | { readonly reason: string } {
  const found = alignAttacks(generated[first]!, generated[second]!, clockRows);
  if ('reason' in found) return found;
  return { ms: (1000 * median(found.offsets.map(({ rows }) => Math.abs(rows)))) / ROWS_PER_SECOND };
}

describe('hasOwnBeat', () => {
  const windows = Array.from({ length: 13 }, (_, i) => clockRows.slice(2 * i, 2 * i + 9));
  const share = (name: string) =>
    windows.filter((bounds) => hasOwnBeat(generated[name]!, bounds)).length / windows.length;

  it.each(['house', 'band', 'late', 'drifting', 'faster', 'slower'])(
    'finds that of the drums, %s',
    (name) => {
      expect(share(name)).toBeGreaterThan(0.8);
    },
  );

  it.each(['pads', 'speech', 'other speech'])('finds none where there are no drums, in %s', (name) => {
    expect(share(name)).toBeLessThan(0.4);
  });
});

describe('alignAttacks, of recordings', () => {
  it('measures two of one tempo, together or not', () => {
    expect(compare('house', 'band')).toEqual({ ms: expect.closeTo(0, -1) });
    expect(compare('house', 'late')).toEqual({ ms: expect.closeTo(200, -1) });
  });

  it('measures one that drifts far from the other', () => {
    expect(compare('house', 'drifting')).toEqual({ ms: expect.any(Number) });
    expect(Object.values(compare('house', 'drifting'))[0]).toBeGreaterThan(40);
  });

  it.each([
    ['house', 'faster'],
    ['slower', 'house'],
    ['band', 'slower'],
  ])('finds nothing in common between the beats of %s and %s', (first, second) => {
    expect(compare(first, second)).toEqual({ reason: NO_COMMON_BEAT });
  });

  it.each(['pads', 'speech', 'other speech'])('claims nothing of drums beside %s', (name) => {
    for (const [first, second] of [
      ['house', name],
      [name, 'band'],
      [name, 'faster'],
    ] as const) {
      expect(compare(first, second)).not.toEqual({ reason: NO_COMMON_BEAT });
      expect(compare(first, second)).not.toEqual({ reason: NO_COMMON_ATTACKS });
    }
  });
});
