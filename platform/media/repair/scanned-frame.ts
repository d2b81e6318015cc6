// The header of a frame of MPEG audio or ADTS, with how much sound the frame contains.
import type { FrameHeader } from '../mpeg-frames';

export interface ScannedFrame extends FrameHeader {
  /** Per channel. */
  readonly samples: number;
  /** In Hz. */
  readonly sampleRate: number;
}
