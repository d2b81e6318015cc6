// What is measured of attacks does not depend on polarity: channels that cancel each other are measured by their power.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/audio/dither';
import { createRealFft } from '@/audio/fft';
import { LEVEL_FRAME } from '@/audio/track/band-levels';
import { steadyBeats, TestTrack } from '@/audio/track/testing/small-tracks';
import { SAMPLE_RATE } from '@/audio/units';
import { ATTACK_BANDS, type AttackCurves, bandOf, type Channels, readAttacks } from './attack-curves';
import { attackLag } from './attack-lag';

const SECONDS = 6;
const STEP = 256;
const beats = steadyBeats(122, 11, 0.3);

function played(play: (track: TestTrack, at: number) => void): Float32Array {
  const track = new TestTrack(SECONDS);
  for (const at of beats) play(track, at);
  return track.samples;
}
const bass = played((track, at) => track.kick(at));
const rest = played((track, at) => {
  track.snare(at + 0.12);
  track.hat(at + 0.25);
});
const mixed = (a: Float32Array, b: Float32Array, sign: 1 | -1 = 1) =>
  a.map((sample, i) => sign * sample + b[i]!);
const whole = mixed(bass, rest);
const silence = new Float32Array(whole.length);

const OPPOSITE: readonly (readonly [string, Channels])[] = [
  ['all of it', [whole, whole.map((sample) => -sample)]],
  ['its bass', [whole, mixed(bass, rest, -1)]],
  ['everything but its bass', [whole, mixed(rest, bass, -1)]],
  ['nothing, on one side alone', [whole, silence]],
];

async function attacksOf(channels: Channels): Promise<AttackCurves> {
  const fft = await createRealFft(LEVEL_FRAME);
  try {
    const rows = Math.floor(whole.length / STEP);
    return readAttacks(fft, channels, SAMPLE_RATE, rows, (row) => row * STEP);
  } finally {
    fft.dispose();
  }
}

function correlation(a: AttackCurves, b: AttackCurves, band: number): number {
  const [one, other] = [bandOf(a, band, 0, a.frames), bandOf(b, band, 0, b.frames)];
  const product = one.curve.reduce((sum, value, i) => sum + value * other.curve[i]!, 0);
  return product / Math.sqrt(one.energy * other.energy);
}

describe('readAttacks', () => {
  it.each(OPPOSITE)(
    'finds the same attacks where the sides have %s in opposite polarity',
    async (_, sides) => {
      const [plain, found] = [await attacksOf([whole, whole]), await attacksOf(sides)];
      // Where two sounds overlap in a band, which of the two is inverted changes the power of the channels a little.
      for (let band = 0; band < ATTACK_BANDS; band++)
        expect(correlation(plain, found, band)).toBeGreaterThan(0.97);
    },
  );
});

describe('attackLag', () => {
  it.each(OPPOSITE)('finds how late a passage is whose sides have %s in opposite polarity', (_, sides) => {
    const [late, reach] = [300, 2048];
    const original = sides.map((side) => side.slice(reach, -reach)) as unknown as Channels;
    const moved = sides.map((side) => Float32Array.from(side, (_, i) => side[i - late] ?? 0));
    const lag = attackLag({ original, played: moved as unknown as Channels, speed: 1 });
    expect(Math.abs(lag! - late)).toBeLessThan(16);
  });

  it('finds nothing in common of unlike noise', () => {
    const noise = (seed: number) => {
      const random = seededRandom(seed);
      return whole.map(() => random() - 0.5);
    };
    expect(attackLag({ original: [noise(1).slice(2048, -2048)], played: [noise(2)], speed: 1 })).toBeNull();
  });
});
