// The stereo balance law: constant power, unity at the centre.

export interface StereoGain {
  left: number;
  right: number;
}

/**
 * Gains of the two channels of a stereo stem for a pan position.
 *
 * The constant-power quarter circle (left = cos, right = sin, so that left^2 + right^2 never changes) is 3 dB
 * down at the centre. That fits a mono source spread over two speakers; a stereo stem is already two signals,
 * and the stems of a song must sum to the song at default settings. So the curve is raised by 3 dB: exactly 1
 * and 1 at the centre, +3.01 dB and silence at either end, left^2 + right^2 = 2 everywhere.
 * @param pan -1 (left) to 1 (right); values outside are clamped
 * @param gain written and returned, so that the audio thread need not allocate
 */
export function panGains(pan: number, gain: StereoGain = { left: 1, right: 1 }): StereoGain {
  const position = Math.min(1, Math.max(-1, pan));
  // Centre and ends are written out because sin and cos miss them by a rounding error.
  if (position === 0) {
    gain.left = 1;
    gain.right = 1;
    return gain;
  }
  const angle = ((position + 1) * Math.PI) / 4;
  gain.left = position === 1 ? 0 : Math.SQRT2 * Math.cos(angle);
  gain.right = position === -1 ? 0 : Math.SQRT2 * Math.sin(angle);
  return gain;
}
