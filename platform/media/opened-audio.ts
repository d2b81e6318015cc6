// How a file is decoded: its sections, the arguments of FFmpeg for each, and what is known before anything is decoded.
import type { Damage } from './damage';
import type { AudioHeaders } from './headers';
import type { Demuxer } from './sniff';

export interface AudioSource {
  readonly demuxer: Demuxer;
  readonly headers: AudioHeaders;
  /** What is decoded one after the other; one section for nearly every file. */
  readonly sections: readonly [AudioSection, ...AudioSection[]];
  /** Whether the timestamps of its frames show where some are missing. */
  readonly hasClock: boolean;
  /** Seconds that its time stamps may go on to; 0 where nothing says it. */
  readonly clockedS: number;
  /** Seconds that the file says it lasts, to within 0.1 s; 0 where it does not say, or only guesses. */
  readonly statedS: number;
  /** Damage that is known before anything is decoded. */
  readonly damage: Damage;
  /** Whether its decoder may make noise of damaged frames: decoding it shows signs of that, and they are to be found. */
  readonly mayHaveFaults: boolean;
}

export interface AudioSection {
  /** The arguments of FFmpeg up to the input. */
  readonly input: readonly string[];
  /** What is fed to it in place of the file; null when it opens the file itself. */
  readonly bytes: (() => AsyncIterable<Buffer>) | null;
  /** Whether a first time stamp that is later than 0 says that something is missing before it. */
  readonly beginsAtZero: boolean;
  /** The filters that what is decoded passes first, at the file's own rate and channels. */
  readonly filters: readonly string[];
}
