// The click that counts in: short tones at exact times of the sound device.
import { dbToGain } from '@/audio/units';

const BEATS_PER_BAR = 4;
/** Where no tempo is known, a count-in is counted in seconds, with two clicks each. */
const CLICKS_PER_SECOND = 2;
const CLICK_S = 0.04;

export interface CountIn {
  /** Seconds from one click to the next */
  readonly interval: number;
  readonly clicks: number;
  /** Every how many clicks one is higher */
  readonly accent: number;
}

/**
 * What is counted in.
 * @param count bars; seconds without a tempo
 * @param bpm beats per minute, null where it is unknown
 */
export function countInOf(count: number, bpm: number | null): CountIn {
  if (bpm === null) {
    return { interval: 1 / CLICKS_PER_SECOND, clicks: count * CLICKS_PER_SECOND, accent: CLICKS_PER_SECOND };
  }
  return { interval: 60 / bpm, clicks: count * BEATS_PER_BAR, accent: BEATS_PER_BAR };
}

/**
 * Schedules the clicks.
 * @param at context time of the first one, in seconds
 * @returns what silences those that have not sounded yet
 */
export function scheduleClicks(
  context: AudioContext,
  countIn: CountIn,
  at: number,
  levelDb: number,
): () => void {
  const level = new GainNode(context, { gain: dbToGain(levelDb) });
  level.connect(context.destination);
  for (let i = 0; i < countIn.clicks; i++) {
    const time = at + i * countIn.interval;
    const tone = new OscillatorNode(context, { frequency: i % countIn.accent === 0 ? 1_568 : 1_047 });
    const shape = new GainNode(context, { gain: 0 });
    shape.gain.setValueAtTime(1, time);
    shape.gain.exponentialRampToValueAtTime(0.001, time + CLICK_S);
    tone.connect(shape).connect(level);
    tone.start(time);
    tone.stop(time + CLICK_S);
  }
  return () => level.disconnect();
}
