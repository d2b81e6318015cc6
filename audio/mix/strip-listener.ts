// Who listens to strips while they are mixed, to measure more than their levels.

/** Called for every strip and chunk, on the audio thread: it must not allocate. */
export interface StripListener {
  /** The first `frames` frames of both channels after fader and balance; valid during the call only. */
  processBlock(strip: number, left: Float64Array, right: Float64Array, frames: number): void;
  /** The strip was silent for `frames` frames. */
  processSilence(strip: number, frames: number): void;
}
