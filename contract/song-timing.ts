// What is known of the time of a song: its BPM, its beats and its bars.
import { isTempoKnown } from './mix-controls';

/** What is known of the time of a song; positions are in samples of its timeline, in order. */
export interface SongTiming {
  /** In beats per minute; 0 where nobody has said it. */
  readonly bpm: number;
  readonly beats: readonly number[];
  /** The first beat of each bar. */
  readonly downbeats: readonly number[];
}

/** Whether anything can be counted in this song: its bars were found, or somebody said its tempo. */
export const isTimingKnown = ({ bpm, downbeats }: SongTiming): boolean =>
  downbeats.length >= 2 || isTempoKnown(bpm);
