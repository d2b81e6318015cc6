// Writes samples to an audio file: WAV by our own hand, FLAC and MP3 through FFmpeg.
import { open, rm, stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { type EncodeOptions, encoderArguments } from './encoder-arguments';
import { type MediaToolError, toolError } from './errors';
import { writeMp3Length } from './lame-tag';
import { startTool } from './tool';
import { WaitingLimit } from './waiting-limit';
import { type WavFormat, wavFrameBytes, writeWavHeader } from './wav-header';

export interface AudioEncoder {
  /** Takes any number of whole sample frames; resolves when more may come. The array may be reused afterwards. */
  write(pcm: ArrayBufferView): Promise<void>;
  /** Completes the file. */
  finish(): Promise<{ bytes: number }>;
  /** Gives up and removes what there is of the file. */
  discard(): Promise<void>;
}

/** How long encoding a second of audio may take; far more than the slowest encoder needs. */
const MS_PER_SECOND = 1_000;

const bytesOf = (pcm: ArrayBufferView): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

async function openWav(options: EncodeOptions): Promise<AudioEncoder> {
  const format: WavFormat = options;
  const file = await open(options.path, 'w');
  let bytes = 0;
  await file.write(writeWavHeader(format, 0));
  return {
    async write(pcm) {
      options.signal?.throwIfAborted();
      bytes += pcm.byteLength;
      // Fails with its message as soon as the file exceeds the size that the header can express.
      writeWavHeader(format, Math.ceil(bytes / wavFrameBytes(format)));
      await file.writeFile(bytesOf(pcm));
    },
    async finish() {
      if (bytes % 2 === 1) await file.write(Buffer.alloc(1));
      await file.write(writeWavHeader(format, bytes / wavFrameBytes(format)), 0, undefined, 0);
      await file.close();
      return { bytes: (await stat(options.path)).size };
    },
    async discard() {
      await file.close();
      await rm(options.path, { force: true });
    },
  };
}

/** Turns FFmpeg's error output into a user message. */
const encoderError = (stderrTail: string): MediaToolError =>
  toolError('The audio file could not be encoded.', stderrTail);

/** Waits until a pipe takes more, or is closed. */
function drained(pipe: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      pipe.off('drain', settle).off('close', settle);
      resolve();
    };
    if (pipe.destroyed || !pipe.writableNeedDrain) resolve();
    else pipe.on('drain', settle).on('close', settle);
  });
}

function openWithFfmpeg(options: EncodeOptions): AudioEncoder {
  const child = startTool('ffmpeg', encoderArguments(options), { timeoutMs: null, ...options });
  child.stdout.resume();
  const limit = new WaitingLimit('ffmpeg', child);
  const msPerByte = MS_PER_SECOND / (wavFrameBytes(options) * options.sampleRate);
  let written = 0;
  const failure = child.ended.then(({ exitCode, stderrTail }) => {
    if (exitCode !== 0) throw encoderError(stderrTail);
  });
  // `write` and `finish` report it; a failure between two of them must not end the process.
  failure.catch(() => {});
  return {
    async write(pcm) {
      limit.extend(pcm.byteLength * msPerByte);
      written += pcm.byteLength;
      // A copy: the pipe may still reference the bytes when the caller fills the array again.
      if (!child.stdin.destroyed && child.stdin.write(Buffer.from(bytesOf(pcm)))) return;
      await limit.wait(drained(child.stdin));
      if (child.stdin.destroyed) {
        await failure;
        throw encoderError('ended before all was written');
      }
    },
    async finish() {
      child.stdin.end();
      await limit.wait(failure);
      if (options.format === 'mp3' && written > 0)
        await writeMp3Length(options.path, written / wavFrameBytes(options));
      return { bytes: (await stat(options.path)).size };
    },
    async discard() {
      child.kill();
      await child.ended.catch(() => {});
      await rm(options.path, { force: true });
    },
  };
}

/**
 * Opens an encoder onto `options.path`. Whoever opens it calls `finish` or `discard`.
 * @throws RangeError when the format does not take samples of this depth
 */
export async function openEncoder(options: EncodeOptions): Promise<AudioEncoder> {
  const fits = { wav: true, flac: options.bitDepth !== 32, mp3: options.bitDepth === 32 }[options.format];
  if (!fits) throw new RangeError(`${options.format} is not written from ${options.bitDepth}-bit samples.`);
  return options.format === 'wav' ? openWav(options) : openWithFfmpeg(options);
}

/**
 * Writes all blocks to a file and returns its size; nothing is left behind when a block or the encoder fails.
 * @throws MediaToolError when encoding fails
 */
export async function encodeStream(
  options: EncodeOptions,
  blocks: AsyncIterable<ArrayBufferView> | Iterable<ArrayBufferView>,
): Promise<{ bytes: number }> {
  const encoder = await openEncoder(options);
  try {
    for await (const block of blocks) await encoder.write(block);
    return await encoder.finish();
  } catch (error) {
    await encoder.discard();
    throw error;
  }
}
