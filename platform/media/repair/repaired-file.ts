// What the scanners of the kinds of files say: how a file is fed to FFmpeg so that time is kept in it.
import { type Damage, NO_DAMAGE } from '../damage';
import type { Piece } from '../pieces';
import type { Demuxer } from '../sniff';

/** Where the audio ends and padding begins, which FFmpeg leaves there or cuts wrong. */
export interface End {
  readonly samples: number;
  /** Whether samples are counted, or time stamps believed: those stay right where something is missing. */
  readonly by: 'count' | 'time';
  /** Keeps FFmpeg from cutting at all, because it is known to cut too much. */
  readonly isOnlyCut?: boolean;
}

/** A part of a file that FFmpeg decodes by itself: it begins anew, or at another sample rate. */
export interface Section {
  readonly pieces: readonly Piece[];
  /** Absent where nothing is known, or FFmpeg is right. */
  readonly end?: End;
  /** Whether what is missing before its first time stamp was lost: others begin in the middle of a recording. */
  readonly hasLostStart?: boolean;
}

export interface RepairedFile extends Damage {
  /** Null where the file can be decoded as it is. */
  readonly sections: readonly Section[] | null;
  /** Which demuxer reads the sections, where it is another than that of the file. */
  readonly demuxer?: Demuxer;
  /** Seconds that the file says it lasts, where it says so exactly. */
  readonly statedS?: number;
  /** Seconds that its time stamps go on to. */
  readonly lastS?: number;
  /**
   * What became of headers that are damaged: the sections have new ones, which are to be read in their place, or what
   * decoders need is lost.
   */
  readonly head?: 'new' | 'lost';
  /** For a file that is decoded as it is. */
  readonly end?: End;
}

export const AS_IT_IS: RepairedFile = { ...NO_DAMAGE, sections: null };
