// Decodes any audio file to the mono signal that analysis takes.
import { foldDown } from '@/audio/stereo/fold-down';
import { SAMPLE_RATE } from '@/audio/units';
import { decodeWhole } from '@/platform/media/decode';
import type { Recording } from './analyses';

/**
 * Decodes a file at 44.1 kHz and folds its two sides down to one in which nothing cancels (surround is mixed down to
 * two first).
 * @throws UnusableAudioError when nothing can be decoded, MediaToolError when FFmpeg is missing or dies
 */
export async function loadMono(path: string, options: { signal?: AbortSignal } = {}): Promise<Recording> {
  const [left, right] = await decodeWhole(path, { ...options, sampleRate: SAMPLE_RATE, channels: 2 });
  return { signal: await foldDown(left!, right!), sampleRate: SAMPLE_RATE };
}
