// How likely somebody sings, estimated from the mix: tones in the voice's range whose pitch glides.
import { SpectrumReader } from '../analysis/spectra';
import type { RealFft } from '../fft';

/** Samples in a frame: 46 ms, short enough to see a syllable move. */
export const VOICE_FRAME = 2048;
/** Samples between frames: 23 ms. */
export const VOICE_HOP = 1024;
const LOWEST_HZ = 250;
const HIGHEST_HZ = 3500;
/** A peak stands above what lies two bins away by this factor in power: noise seldom does. */
const PEAK_RATIO = 4;

/**
 * The power of gliding tones in every frame.
 *
 * A voice never keeps its pitch as an instrument does: its partials wander to the neighbouring bin between
 * two frames. Only the centre of the stereo image is read, where lead voices are placed.
 * @param centre the mean of both channels
 */
export function glidingPower(fft: RealFft, centre: Float32Array, sampleRate: number): Float32Array {
  const reader = new SpectrumReader(fft, centre, VOICE_HOP);
  const out = new Float32Array(reader.frames);
  const first = Math.ceil((LOWEST_HZ * fft.size) / sampleRate);
  const last = Math.floor((HIGHEST_HZ * fft.size) / sampleRate);
  let before = new Uint8Array(fft.bins + 1);
  let now = new Uint8Array(fft.bins + 1);
  for (let frame = 0; frame < reader.frames; frame++) {
    const power = reader.power(frame);
    now.fill(0);
    let gliding = 0;
    for (let bin = first; bin <= last; bin++) {
      const here = power[bin]!;
      const isTop = here > power[bin - 1]! && here > power[bin + 1]!;
      if (!isTop || here * 2 <= PEAK_RATIO * (power[bin - 2]! + power[bin + 2]!)) continue;
      now[bin] = 1;
      if (before[bin] === 0 && (before[bin - 1] === 1 || before[bin + 1] === 1)) gliding += here;
    }
    out[frame] = gliding;
    [before, now] = [now, before];
  }
  return out;
}
