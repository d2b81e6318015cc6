// A click on every beat of a song, higher and louder on the first of a bar, as samples.
import { isTempoKnown } from '@/contract/mix-controls';
import type { SongTiming } from '@/contract/song-timing';
import { type ClickSamples, type ClickSound, clickSamples } from './click-sounds';

export interface Click {
  /** In samples. */
  readonly at: number;
  readonly isAccent: boolean;
}

const BEATS_PER_BAR = 4;
/** How far a beat and the downbeat that it is may have been measured apart, in seconds. */
const SAME_S = 0.02;

/**
 * The clicks of a song: on its beats where they are known, else in 4/4 from the beginning at its BPM.
 * @param length of the song, in samples; nothing clicks after it
 * @param rate of the positions, in Hz
 */
export function clicksOf({ bpm, beats, downbeats }: SongTiming, length: number, rate: number): Click[] {
  if (downbeats.length >= 2 && beats.length >= 2) {
    const isAccent = (at: number) => downbeats.some((each) => Math.abs(each - at) <= SAME_S * rate);
    return beats.filter((at) => at < length).map((at) => ({ at, isAccent: isAccent(at) }));
  }
  if (!isTempoKnown(bpm)) return [];
  const beat = (60 * rate) / bpm;
  return Array.from({ length: Math.ceil(length / beat) }, (_, index) => ({
    at: index * beat,
    isAccent: index % BEATS_PER_BAR === 0,
  }));
}

/** Clicks as sound. */
export class ClickTrack {
  readonly #sounds: ClickSamples;
  readonly #clicks: readonly Click[];

  /** @param clicks in order, in samples at `rate` */
  constructor(clicks: readonly Click[], rate: number, sound: ClickSound = 'beep') {
    this.#clicks = clicks.map(({ at, isAccent }) => ({ at: Math.round(at), isAccent }));
    this.#sounds = clickSamples(sound, rate);
  }

  /** Writes the first samples of `channel` with what sounds from `position` on. */
  read(channel: Float32Array, position: number, frames: number): void {
    channel.fill(0, 0, frames);
    const longest = this.#sounds.beat.length;
    for (const { at, isAccent } of this.#clicks) {
      if (at + longest <= position || at >= position + frames) continue;
      const sound = isAccent ? this.#sounds.accent : this.#sounds.beat;
      const end = Math.min(frames, at + sound.length - position);
      for (let i = Math.max(0, at - position); i < end; i++)
        channel[i] = (channel[i] ?? 0) + (sound[position + i - at] ?? 0);
    }
  }
}
