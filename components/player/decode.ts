// Turns a stored segment into float samples, without a sound device and without resampling.
import { SAMPLE_RATE } from '@/audio/units';
import type { PlayerStem } from './types';
import type { DecodedWindow } from './window-store';

/** A context that never renders: decodeAudioData resamples to its context's rate, and at 44.1 kHz it need not. */
let decoder: OfflineAudioContext | null = null;

/** Length of segment `index` of a stem, in samples; the last one is shorter. */
export function segmentLength(
  stem: Pick<PlayerStem, 'lengthSamples' | 'segmentSamples'>,
  index: number,
): number {
  return Math.min(stem.segmentSamples, stem.lengthSamples - index * stem.segmentSamples);
}

/**
 * Decodes one segment and undoes its headroom. The arrays own their memory and may be transferred.
 * @param bytes a 24-bit stereo FLAC file at 44.1 kHz; detached by the call
 * @throws Error when it is not the segment it should be
 */
export async function decodeSegment(
  bytes: ArrayBuffer,
  stem: PlayerStem,
  index: number,
): Promise<DecodedWindow> {
  decoder ??= new OfflineAudioContext(2, 1, SAMPLE_RATE);
  const audio = await decoder.decodeAudioData(bytes);
  const expected = segmentLength(stem, index);
  if (audio.numberOfChannels !== 2 || audio.length !== expected) {
    throw new Error(
      `Segment ${index} of ${stem.id} has ${audio.length} samples x ${audio.numberOfChannels}, not ${expected} x 2.`,
    );
  }
  // The decoder's own arrays are handed on instead of copies: at eight stems a copy is 17 MB of garbage per window.
  const window = { left: audio.getChannelData(0), right: audio.getChannelData(1) };
  if (stem.headroomBits > 0) {
    amplify(window.left, 2 ** stem.headroomBits);
    amplify(window.right, 2 ** stem.headroomBits);
  }
  return window;
}

function amplify(channel: Float32Array, gain: number): void {
  for (let i = 0; i < channel.length; i++) channel[i]! *= gain;
}
