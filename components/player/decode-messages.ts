// What the page and a decoding worker say to each other. Everything that holds audio is transferred.
import type { DecodedWindow } from './window-store';

export interface DecodeRequest extends DecodedWindow {
  /** One stored segment, a FLAC file. */
  readonly bytes: ArrayBuffer;
  readonly gain: number;
}

export interface DecodeReply extends DecodedWindow {
  /** How many samples were decoded, or why none were. */
  readonly result: number | string;
}
