// How a file is opened for decoding: the one place that knows what FFmpeg must be told to read it right.

import { type Damage, LEAST_MISSING_END_S } from './damage';
import { UnusableAudioError } from './errors';
import { type AudioHeaders, readHeaders } from './headers';
import { inputArguments, pcmArguments, pipedArguments } from './input-arguments';
import { mendFile } from './mending/mend';
import type { End } from './mending/mended';
import { streamPieces } from './mending/pieces';
import { ffmpegFormat, type PcmLayout } from './pcm/pcm-format';
import { readPcm } from './pcm/read-pcm';
import { type Demuxer, sniffAudio } from './sniff';
import type { ToolOptions } from './tool';

export interface AudioSource {
  readonly demuxer: Demuxer;
  readonly headers: AudioHeaders;
  /** What is decoded one after the other; one section for nearly every file. */
  readonly sections: readonly [AudioSection, ...AudioSection[]];
  /** Whether the time stamps of its frames tell where some are missing. */
  readonly hasClock: boolean;
  /** Seconds that the file says it lasts, to within 0.1 s; 0 where it does not say, or only guesses. */
  readonly statedS: number;
  /** Damage that is known before anything is decoded. */
  readonly damage: Damage;
}

export interface AudioSection {
  /** The arguments of FFmpeg up to the input. */
  readonly input: readonly string[];
  /** What is fed to it in place of the file; null when it opens the file itself. */
  readonly bytes: (() => AsyncIterable<Buffer>) | null;
  /** The filters that what is decoded passes first, at the file's own rate and channels. */
  readonly filters: readonly string[];
}

/** Cuts what follows the last sample. */
function endFilters(end: End | undefined): string[] {
  if (!end) return [];
  return end.by === 'count'
    ? [`atrim=end_sample=${end.samples}`]
    : ['asetpts=PTS-STARTPTS', `atrim=end_pts=${end.samples}`];
}

/** Keeps the decoder from cutting, where the filters alone shall do it. */
const cutArguments = (end: End | undefined): string[] => (end?.isOnlyCut ? ['-flags2', '+skip_manual'] : []);

/** What the header of uncompressed audio says, in FFmpeg's terms. */
function pcmHeaders(pcm: PcmLayout, layout: string | null): AudioHeaders {
  const { format, channels, sampleRate, frames } = pcm;
  return {
    codec: `pcm_${ffmpegFormat(format)}`,
    channels,
    sampleRate,
    layout,
    claimedS: frames / sampleRate,
    streams: 1,
  };
}

function openPcm(path: string, demuxer: Demuxer, pcm: PcmLayout, layout: string | null): AudioSource {
  // 64 bits are decoded to doubles and others to what holds them, so nothing is lost before the scale.
  const scale =
    pcm.scale === 1 ? [] : ['aformat=sample_fmts=dblp', `volume=volume=${pcm.scale}:precision=double`];
  return {
    demuxer,
    headers: pcmHeaders(pcm, layout),
    sections: [
      {
        input: pcmArguments(path, pcm),
        bytes: null,
        filters: [...endFilters({ samples: pcm.frames, by: 'count' }), ...scale],
      },
    ],
    hasClock: false,
    statedS: 0,
    damage: { silentS: 0, missingEndS: pcm.missingFrames / pcm.sampleRate },
  };
}

/** Whether the length in the headers is that of the sound: a film lasts as long as its longest stream. */
const statesLength = (demuxer: Demuxer, { streams }: AudioHeaders): boolean =>
  streams === 1 && (demuxer === 'matroska' || demuxer === 'mov');

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
  const mended = await mendFile(path, demuxer, headers.sampleRate);
  const { sections, end, silentS, missingEndS } = mended;
  const damage = { silentS, missingEndS };
  const [first, ...others] = (sections ?? []).map((section) => ({
    input: [...cutArguments(section.end), ...pipedArguments(mended.demuxer ?? demuxer)],
    bytes: () => streamPieces(path, section.pieces),
    filters: endFilters(section.end),
  }));
  const whole = {
    input: [...cutArguments(end), ...inputArguments(path, demuxer)],
    bytes: null,
    filters: endFilters(end),
  };
  // What stands in for damaged FLAC frames keeps the time by itself.
  const hasClock = (mended.demuxer ?? demuxer) !== 'flac';
  // A fragmented file may say in one place where its last fragment begins and in another where it ends.
  const claimedS = statesLength(demuxer, headers) ? headers.claimedS : 0;
  const statedS = mended.end ? (mended.statedS ?? claimedS) : Math.max(mended.statedS ?? 0, claimedS);
  return { demuxer, headers, sections: [first ?? whole, ...others], hasClock, statedS, damage };
}

/** All damage of a file of which `durationS` were decoded, with `silentS` put in place of what is missing. */
export function damageOf(source: AudioSource, durationS: number, silentS: number): Damage {
  const lackS = source.statedS > 0 ? source.statedS - durationS : 0;
  return {
    silentS: source.damage.silentS + silentS,
    missingEndS: Math.max(source.damage.missingEndS, lackS >= LEAST_MISSING_END_S ? lackS : 0),
  };
}
