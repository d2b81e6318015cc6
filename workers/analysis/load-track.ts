// Decodes any audio file to the two channels that the analysis of tracks takes.
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';
import type { TrackRecording } from './analyses';

/**
 * Decodes a file at 44.1 kHz; a mono one plays on both sides.
 * @throws UnusableAudioError when nothing can be decoded, MediaToolError when FFmpeg is missing or dies
 */
export async function loadTrack(
  path: string,
  options: { signal?: AbortSignal } = {},
): Promise<TrackRecording> {
  const [left, right] = await decodeWhole(path, { ...options, sampleRate: SAMPLE_RATE, channels: 2 });
  return { left: left!, right: right!, sampleRate: SAMPLE_RATE };
}
