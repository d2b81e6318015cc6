// Decoded audio as the threads pass it on, and the stems that it belongs to.

/** What the audio thread knows of a stem; lengths in samples. */
export interface StreamedStem {
  readonly id: string;
  /** Segments of another source are other audio. */
  readonly sourceId?: string;
  readonly lengthSamples: number;
  readonly segmentSamples: number;
}

/** One decoded segment, left and right, of equal length. */
export interface DecodedSegment {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** A part of a segment that was decoded ahead of the rest because it sounds at once. */
export interface SegmentPart extends DecodedSegment {
  /** The sample of the segment that its first sample is. */
  readonly from: number;
}
