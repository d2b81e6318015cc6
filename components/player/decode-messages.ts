// The messages between the page and a decoding worker. Everything that contains audio is transferred.
import type { DecodedSegment } from './decoded-segment';

export interface DecodeRequest extends DecodedSegment {
  /** Distinguishes the replies of a worker. */
  readonly id: number;
  /** One stored segment, a FLAC file. */
  readonly bytes: ArrayBuffer;
  readonly gain: number;
  /** For a part that fits into the arrays, the sample of the segment that it begins with; null for all of it. */
  readonly from: number | null;
}

/** Nobody waits any more for the reply of this number; it comes all the same, sooner. */
export interface DropRequest {
  readonly drop: number;
}

export interface DecodeReply extends DecodedSegment {
  readonly id: number;
  /** How many samples were decoded, or why none were. */
  readonly result: number | string;
  /** The segment, when only a part of it was decoded. */
  readonly bytes: ArrayBuffer | null;
}
