// Measures for how long the basses of two tracks sound at once, from the tracks as they sound in the set.
import { type PlacedTransition, positionOfBar } from '@/audio/automix/set-timeline';
import { dbToGain } from '@/audio/units';
import { FrameReader } from './frame-file';
import type { PreparedTrack } from './prepare-track';

/** Below this lie kick and bass. */
const BASS_HZ = 120;
/** Basses less than this apart are heard as two. */
const CLASH_DB = 6;
/** A bass this far below the louder track's strongest one is none. */
const FLOOR_DB = -20;

/** A one-pole low-pass, three times over: 18 dB per octave. */
class BassFilter {
  private readonly share: number;
  private readonly state = new Float64Array(3);

  constructor(sampleRate: number) {
    this.share = 1 - Math.exp((-2 * Math.PI * BASS_HZ) / sampleRate);
  }

  next(sample: number): number {
    let value = sample;
    for (let i = 0; i < this.state.length; i++) {
      this.state[i]! += this.share * (value - this.state[i]!);
      value = this.state[i]!;
    }
    return value;
  }
}

/** Power of the bass in each beat of the overlap. */
async function bassPerBeat(track: PreparedTrack, bounds: readonly number[], rate: number): Promise<number[]> {
  const reader = await FrameReader.open(track.audio);
  const filter = new BassFilter(rate);
  const gain = dbToGain(track.gainDb);
  try {
    const powers: number[] = [];
    for (let beat = 1; beat < bounds.length; beat++) {
      const frames = new Float32Array(2 * (bounds[beat]! - bounds[beat - 1]!));
      await reader.read(bounds[beat - 1]!, frames);
      let power = 0;
      for (let i = 0; i < frames.length; i += 2) {
        power += filter.next((gain * (frames[i]! + frames[i + 1]!)) / 2) ** 2;
      }
      powers.push((2 * power) / frames.length);
    }
    return powers;
  } finally {
    await reader.close();
  }
}

const clashes = (a: number, b: number, floor: number): boolean =>
  Math.min(a, b) > floor && Math.abs(10 * Math.log10(a / b)) < CLASH_DB;

/** Bars, in steps of a beat, in which both tracks play below 120 Hz within 6 dB of one another. */
export async function bassOverlapBars(
  placed: PlacedTransition,
  from: PreparedTrack,
  to: PreparedTrack,
  sampleRate: number,
): Promise<number> {
  const { bars, beatsPerBar } = placed.plan;
  const bounds = Array.from({ length: bars * beatsPerBar + 1 }, (_, beat) =>
    Math.round(positionOfBar(placed, beat / beatsPerBar, sampleRate)),
  );
  const [leaving, entering] = [
    await bassPerBeat(from, bounds, sampleRate),
    await bassPerBeat(to, bounds, sampleRate),
  ];
  const floor = Math.max(...leaving, ...entering) * 10 ** (FLOOR_DB / 10);
  const both = leaving.filter((power, beat) => clashes(power, entering[beat]!, floor));
  return both.length / beatsPerBar;
}
