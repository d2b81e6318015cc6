// What the clock decides for part of a block: what sounds in it and how it fades.

/** A stretch of the present block: `frames` samples from `position`, fading by one step per sample. */
export interface Run {
  frames: number;
  position: number;
  /** False: these frames are silent and the clock stands. */
  sounding: boolean;
  /** Fade step (0 to FADE_SAMPLES) before the first frame, and its change per frame. */
  fade: number;
  fadeStep: -1 | 0 | 1;
  /** Samples until the loop's seam, or 0 when this run is not among the last ones that fade into the loop's start. */
  toSeam: number;
  /** Samples until a jump, over which what rings on is faded out; 0 without one. */
  toJump: number;
}

export const NO_RUN: Run = {
  frames: 0,
  position: 0,
  sounding: false,
  fade: 0,
  fadeStep: 0,
  toSeam: 0,
  toJump: 0,
};
