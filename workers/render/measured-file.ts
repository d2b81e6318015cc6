// The loudness of a file as it is played: decoded, which for a lossy format is not quite what was encoded.
import { type Loudness, LoudnessMeter } from '@/audio/loudness/loudness-meter';
import { decodeStream } from '@/platform/media/decode';
import type { RenderedMix } from './render-spec';
import { StemReader } from './stem-reader';

const BLOCK_SIZE = 32_768;

export type LoudnessFigures = Pick<RenderedMix, 'integratedLufs' | 'rangeLu' | 'truePeakDbtp'>;

export const NOT_MEASURED: LoudnessFigures = { integratedLufs: null, rangeLu: null, truePeakDbtp: null };

/** Silence has no loudness: null. */
export function figuresOf({ integratedLufs, rangeLu, truePeakDbtp }: Loudness): LoudnessFigures {
  const isSilent = integratedLufs === Number.NEGATIVE_INFINITY;
  return {
    integratedLufs: isSilent ? null : integratedLufs,
    rangeLu: isSilent ? null : rangeLu,
    truePeakDbtp: truePeakDbtp === Number.NEGATIVE_INFINITY ? null : truePeakDbtp,
  };
}

/**
 * Decodes a file and measures it.
 * @throws UnusableAudioError or MediaToolError as `decodeStream`
 */
export async function measureFile(path: string, sampleRate: number, signal?: AbortSignal): Promise<Loudness> {
  const meter = new LoudnessMeter(sampleRate);
  const reader = new StemReader(decodeStream(path, { sampleRate, channels: 2, signal }), 1);
  const [left, right] = [new Float32Array(BLOCK_SIZE), new Float32Array(BLOCK_SIZE)];
  try {
    for (let frames = BLOCK_SIZE; frames === BLOCK_SIZE; ) {
      frames = await reader.read(left, right, BLOCK_SIZE);
      meter.process(left, right, frames);
    }
  } finally {
    await reader.close();
  }
  meter.finish();
  return meter.read();
}
