// A part of an audio block as the transport plays it: its position, and how it fades.

/** A part of the current block: `frames` samples from `position`, fading by one step per sample. */
export interface BlockSegment {
  frames: number;
  position: number;
  /** False: these frames are silent and the position does not advance. */
  sounding: boolean;
  /** Fade step (0 to FADE_SAMPLES) before the first frame, and its change per frame. */
  fade: number;
  fadeStep: -1 | 0 | 1;
  /** Samples until the end of the loop, or 0 outside of the crossfade into the loop's start. */
  samplesToLoopEnd: number;
  /** Samples until a jump, over which what rings on is faded out; 0 without one. */
  samplesToJump: number;
}

export const EMPTY_SEGMENT: BlockSegment = {
  frames: 0,
  position: 0,
  sounding: false,
  fade: 0,
  fadeStep: 0,
  samplesToLoopEnd: 0,
  samplesToJump: 0,
};
