// Reads an audio file as two channels at the studio's rate.
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';

export type StereoSound = readonly [left: Float32Array, right: Float32Array];

/**
 * Decodes a whole file, resampled to SAMPLE_RATE; mono becomes two equal channels.
 * @throws UnusableAudioError or MediaToolError with the message for the user
 */
export async function loadStereo(file: string, signal?: AbortSignal): Promise<StereoSound> {
  const [left, right] = await decodeWhole(file, { sampleRate: SAMPLE_RATE, channels: 2, signal });
  return [left!, right!];
}
