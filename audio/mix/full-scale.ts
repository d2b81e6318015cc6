// The last step before ears and files: nothing leaves beyond full scale, and what is no number is silence.

/**
 * Clamps the first `frames` samples to full scale, in place: values beyond -1 and 1 become -1 and 1, NaN and
 * infinities become 0. Samples within full scale stay as they are, bit for bit. The player and every export
 * call this last, so that both give the same.
 */
export function clampToFullScale(channel: Float32Array, frames: number): void {
  for (let i = 0; i < frames; i++) {
    const sample = channel[i]!;
    // One comparison for nearly all samples; NaN fails it as well.
    if (Math.abs(sample) <= 1) continue;
    if (!Number.isFinite(sample)) channel[i] = 0;
    else channel[i] = sample > 0 ? 1 : -1;
  }
}
