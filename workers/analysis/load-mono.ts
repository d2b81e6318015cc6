// Decodes any audio file to the mono signal that analysis takes.
import { SAMPLE_RATE } from '@/audio/units';
import { decodeStream } from '@/server/shared/media/decode';
import type { Recording } from './analyses';

/**
 * Decodes a file at 44.1 kHz and averages its two sides (surround is mixed down to two first).
 * @throws UnusableAudioError when nothing can be decoded, MediaToolError when FFmpeg is missing or dies
 */
export async function loadMono(path: string, options: { signal?: AbortSignal } = {}): Promise<Recording> {
  const blocks: Float32Array[] = [];
  let length = 0;
  for await (const stereo of decodeStream(path, { ...options, sampleRate: SAMPLE_RATE, channels: 2 })) {
    const mono = new Float32Array(stereo.length / 2);
    for (let i = 0; i < mono.length; i++) mono[i] = (stereo[2 * i]! + stereo[2 * i + 1]!) / 2;
    blocks.push(mono);
    length += mono.length;
  }
  const signal = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    signal.set(block, at);
    at += block.length;
  }
  return { signal, sampleRate: SAMPLE_RATE };
}
