// The decoded song on disk instead of in memory, read window by window by the separator.
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { deinterleave } from '@/audio/interleave';
import { SAMPLE_RATE } from '@/audio/units';
import { MixMeter, type MixSource } from '@/models/separator/mix-source';
import { type Damage, NO_DAMAGE } from '@/platform/media/damage';
import { decodeStream } from '@/platform/media/decode';
import { ScratchBuffer } from './scratch-buffer';

/** Left and right, four bytes each. */
const FRAME_BYTES = 8;

export interface ScratchMix extends MixSource {
  /** What of the file is missing. */
  readonly damage: Damage;
  close(): Promise<void>;
}

/** Decodes into `file` and measures on the way. */
async function spool(
  file: FileHandle,
  input: string,
  signal: AbortSignal,
  onLength: (samples: number) => void,
) {
  const meter = new MixMeter();
  let length = 0;
  let damage = NO_DAMAGE;
  const onDamage = (found: Damage) => {
    damage = found;
  };
  for await (const block of decodeStream(input, { sampleRate: SAMPLE_RATE, channels: 2, signal, onDamage })) {
    meter.add(...deinterleave(block));
    await file.appendFile(new Uint8Array(block.buffer, block.byteOffset, block.byteLength));
    length += block.length / 2;
    onLength(length);
  }
  return { length, damage, statistics: meter.statistics() };
}

/**
 * Decodes `input` to 44.1 kHz stereo in a file of `scratchDir`.
 * @param onLength called on the way with the samples per channel that are decoded
 * @throws UnusableAudioError when it cannot be decoded
 */
export async function decodeToScratch(
  input: string,
  scratchDir: string,
  signal: AbortSignal,
  onLength: (samples: number) => void = () => undefined,
): Promise<ScratchMix> {
  const file = await open(path.join(scratchDir, 'mix.f32'), 'w+');
  try {
    const spooled = await spool(file, input, signal, onLength);
    const [both, left, right] = [new ScratchBuffer(), new ScratchBuffer(), new ScratchBuffer()];
    return {
      ...spooled,
      async read(start, count) {
        const frames = both.acquire(count * 2);
        const bytes = new Uint8Array(frames.buffer, 0, frames.byteLength);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start * FRAME_BYTES);
        if (bytesRead !== bytes.length) throw new Error('The decoded song is shorter than it was.');
        return deinterleave(frames, left.acquire(count), right.acquire(count));
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
