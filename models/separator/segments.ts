// How a song is cut into the overlapping segments that the network takes.

/** How much of a segment the next one covers again, as published for Demucs. */
const SEGMENT_OVERLAP = 0.25;

/** One run of the network. All positions are samples from the start of the song. */
export interface Segment {
  /** First sample the run contributes to. */
  readonly offset: number;
  /** Samples it contributes, at most the network's segment. */
  readonly length: number;
  /** First sample of the network's window; the window may reach beyond either end of the song. */
  readonly windowStart: number;
}

/**
 * Cuts `songLength` samples into segments. A last segment that is shorter than the window is centred in it,
 * so that its input includes the samples before. A tail that the previous segment covers completely gets no
 * run.
 */
export function planSegments(songLength: number, windowLength: number): Segment[] {
  const stride = Math.floor((1 - SEGMENT_OVERLAP) * windowLength);
  const segments: Segment[] = [];
  for (let offset = 0; offset < songLength; offset += stride) {
    const length = Math.min(windowLength, songLength - offset);
    segments.push({ offset, length, windowStart: offset - Math.floor((windowLength - length) / 2) });
    if (offset + length >= songLength) break;
  }
  return segments;
}
