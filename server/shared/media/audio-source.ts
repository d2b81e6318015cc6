// How a file is opened for decoding: the one place that knows what FFmpeg must be told to read it right.

import { UnusableAudioError } from './errors';
import { type AudioHeaders, readHeaders } from './headers';
import { inputArguments, pcmArguments } from './input-arguments';
import { ffmpegFormat, type PcmLayout } from './pcm/pcm-format';
import { readPcm } from './pcm/read-pcm';
import { type Demuxer, sniffAudio } from './sniff';
import type { ToolOptions } from './tool';

export interface AudioSource {
  readonly demuxer: Demuxer;
  readonly headers: AudioHeaders;
  /** The arguments of FFmpeg up to the input. */
  readonly input: readonly string[];
  /** The filters that what is decoded passes first, at the file's own rate and channels. */
  readonly filters: readonly string[];
}

/** What the header of uncompressed audio says, in FFmpeg's terms. */
function pcmHeaders(pcm: PcmLayout, layout: string | null): AudioHeaders {
  const { format, channels, sampleRate, frames } = pcm;
  return {
    codec: `pcm_${ffmpegFormat(format)}`,
    channels,
    sampleRate,
    layout,
    claimedS: frames / sampleRate,
  };
}

function openPcm(path: string, demuxer: Demuxer, pcm: PcmLayout, layout: string | null): AudioSource {
  // 64 bits are decoded to doubles and others to what holds them, so nothing is lost before the scale.
  const scale =
    pcm.scale === 1 ? [] : ['aformat=sample_fmts=dblp', `volume=volume=${pcm.scale}:precision=double`];
  return {
    demuxer,
    headers: pcmHeaders(pcm, layout),
    input: pcmArguments(path, pcm),
    filters: [`atrim=end_sample=${pcm.frames}`, ...scale],
  };
}

/**
 * Recognises the file at `path` and says how it is to be opened.
 * @throws UnusableAudioError when it is no audio, holds none that can be read, or contradicts itself
 */
export async function openAudio(path: string, options: ToolOptions): Promise<AudioSource> {
  const demuxer = await sniffAudio(path);
  const pcm = await readPcm(path, demuxer);
  const headers = await readHeaders(path, demuxer, options).catch((error: unknown) => {
    if (pcm && error instanceof UnusableAudioError) return null;
    throw error;
  });
  // FFmpeg recognises compressed audio that is declared as samples, such as DTS in WAV.
  const isSamples = headers === null || headers.codec.startsWith('pcm_');
  if (pcm && isSamples) {
    return openPcm(path, demuxer, pcm, headers?.channels === pcm.channels ? headers.layout : null);
  }
  if (headers === null) throw new UnusableAudioError('The file holds no audio that can be read.');
  return { demuxer, headers, input: inputArguments(path, demuxer), filters: [] };
}
