// What the page and a decoding worker say to each other. Everything that holds audio is transferred.
import type { DecodedWindow } from './window-store';

export interface DecodeRequest extends DecodedWindow {
  /** One stored segment, a FLAC file. */
  readonly bytes: ArrayBuffer;
  readonly gain: number;
  /** For a part that fits into the arrays, the sample of the segment that it begins with; null for all of it. */
  readonly from: number | null;
}

export interface DecodeReply extends DecodedWindow {
  /** How many samples were decoded, or why none were. */
  readonly result: number | string;
  /** The segment, when only a part of it was decoded. */
  readonly bytes: ArrayBuffer | null;
}
