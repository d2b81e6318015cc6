// How a file is opened for decoding: the only module that knows which options FFmpeg needs to read it
// correctly.

import { type Damage, joinPlaces, MIN_MISSING_END_S, type Place } from './damage';
import { UnusableAudioError } from './errors';
import { isUnchecked } from './faults/fault-signs';
import { withoutFaults } from './faults/find-faults';
import { type AudioHeaders, readHeaders } from './headers';
import { inputArguments, pcmArguments, pipedArguments } from './input-arguments';
import type { AudioSource } from './opened-audio';
import { ffmpegFormat, type PcmLayout } from './pcm/pcm-format';
import { readPcm } from './pcm/read-pcm';
import { streamPieces } from './pieces';
import type { Gap } from './repair/frame-clock';
import { repairFile } from './repair/repair';
import type { End, RepairedFile } from './repair/repaired-file';
import { type Demuxer, sniffAudio } from './sniff';
import type { ToolOptions } from './tool';

/**
 * Cuts what follows the last sample.
 * @param beginsAtZero whether a later first time stamp says that something is missing before it
 */
function endFilters(end: End | undefined, beginsAtZero: boolean): string[] {
  if (!end) return [];
  if (end.by === 'count') return [`atrim=end_sample=${end.samples}`];
  return [...(beginsAtZero ? [] : ['asetpts=PTS-STARTPTS']), `atrim=end_pts=${end.samples}`];
}

/** Kinds of files in which every frame is decoded from the first on, unless it is damaged. */
const BEGIN_AT_ZERO: ReadonlySet<Demuxer> = new Set(['mov', 'aac', 'matroska']);

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

const lengthOf = (places: readonly Place[]): number => places.reduce((sum, { lengthS }) => sum + lengthS, 0);

function openPcm(path: string, demuxer: Demuxer, pcm: PcmLayout, layout: string | null): AudioSource {
  // 64 bits are decoded to doubles and others to a type that represents them, so nothing is lost before the
  // scale.
  const scale =
    pcm.scale === 1 ? [] : ['aformat=sample_fmts=dblp', `volume=volume=${pcm.scale}:precision=double`];
  const { realigned } = pcm;
  const silentAt = realigned?.silentAt ?? [];
  const damage = { silentS: lengthOf(silentAt), silentAt, missingEndS: pcm.missingFrames / pcm.sampleRate };
  return {
    demuxer,
    headers: pcmHeaders(pcm, layout),
    sections: [
      {
        input: pcmArguments(path, pcm),
        bytes: realigned && (() => streamPieces(path, realigned.pieces)),
        beginsAtZero: false,
        filters: [...endFilters({ samples: pcm.frames, by: 'count' }, false), ...scale],
      },
    ],
    hasClock: false,
    clockedS: 0,
    statedS: 0,
    damage,
    mayHaveFaults: false,
  };
}

/** Whether the length in the headers is that of the sound: a film lasts as long as its longest stream. */
const statesLength = (demuxer: Demuxer, { streams }: AudioHeaders): boolean =>
  streams === 1 && (demuxer === 'matroska' || demuxer === 'mov');

/** How a file without plain samples is opened. */
function openRepaired(
  path: string,
  demuxer: Demuxer,
  headers: AudioHeaders,
  repaired: RepairedFile,
): AudioSource {
  const { sections, end, silentS, silentAt, missingEndS } = repaired;
  const damage = { silentS, silentAt, missingEndS };
  // In a film the sound may begin later than the picture.
  const beginsAtZero = headers.streams === 1 && BEGIN_AT_ZERO.has(demuxer);
  const [first, ...others] = (sections ?? []).map((section) => ({
    input: [
      ...(section.hasLostStart ? ['-copyts'] : []),
      ...cutArguments(section.end),
      ...pipedArguments(repaired.demuxer ?? demuxer),
    ],
    bytes: () => streamPieces(path, section.pieces),
    beginsAtZero: beginsAtZero || (section.hasLostStart ?? false),
    filters: endFilters(section.end, beginsAtZero),
  }));
  const whole = {
    input: [...cutArguments(end), ...inputArguments(path, demuxer)],
    bytes: null,
    beginsAtZero,
    filters: endFilters(end, beginsAtZero),
  };
  // What stands in for damaged FLAC frames keeps the time by itself.
  const hasClock = (repaired.demuxer ?? demuxer) !== 'flac';
  // A fragmented file may say in one place where its last fragment begins and in another where it ends.
  const claimedS = statesLength(demuxer, headers) ? headers.claimedS : 0;
  const statedS = repaired.end ? (repaired.statedS ?? claimedS) : Math.max(repaired.statedS ?? 0, claimedS);
  const clockedS = Math.max(headers.claimedS, statedS, repaired.lastS ?? 0);
  const mayHaveFaults = isUnchecked(headers.codec, demuxer);
  const opened = { demuxer, headers, hasClock, clockedS, statedS, damage, mayHaveFaults };
  return { ...opened, sections: [first ?? whole, ...others] };
}

/** Reads the headers of the file, or those that it has in place of damaged ones. */
async function repairedHeaders(
  path: string,
  demuxer: Demuxer,
  repaired: RepairedFile | null,
  options: ToolOptions,
): Promise<AudioHeaders> {
  const section = repaired?.head === 'new' ? repaired.sections?.[0] : undefined;
  const input = section
    ? { demuxer: repaired?.demuxer ?? demuxer, bytes: streamPieces(path, section.pieces) }
    : { demuxer, bytes: null };
  const headers = await readHeaders(path, input, options).catch(async (error: unknown) => {
    if (!(error instanceof UnusableAudioError)) throw error;
    if (repaired?.head) {
      throw new UnusableAudioError(
        'The beginning of the file, which says how the rest is to be decoded, is damaged.',
      );
    }
    // FFmpeg goes through all fragments of an MP4 file before it says anything of it, and stops where one is damaged.
    const fragments = demuxer === 'mov' ? await repairFile(path, demuxer, 0) : null;
    if (!fragments?.sections) throw error;
    return repairedHeaders(
      path,
      demuxer,
      { ...fragments, head: 'new', lastS: fragments.statedS ?? 0 },
      options,
    );
  });
  return section ? { ...headers, claimedS: repaired?.lastS ?? 0 } : headers;
}

/**
 * Recognises the file at `path` and returns how it is to be opened.
 * @throws UnusableAudioError when it is no audio, contains no readable audio, or contradicts itself
 */
export async function openAudio(path: string, options: ToolOptions): Promise<AudioSource> {
  const demuxer = await sniffAudio(path);
  const pcm = await readPcm(path, demuxer);
  // What is known of damaged Ogg files says which headers are to be read.
  const repairedOgg = demuxer === 'ogg' ? await repairFile(path, demuxer, 0) : null;
  const headers = await repairedHeaders(path, demuxer, repairedOgg, options).catch((error: unknown) => {
    if (pcm && error instanceof UnusableAudioError) return null;
    throw error;
  });
  // FFmpeg recognises compressed audio that is declared as samples, such as DTS in WAV.
  const isSamples = headers === null || headers.codec.startsWith('pcm_');
  if (pcm && isSamples) {
    return openPcm(path, demuxer, pcm, headers?.channels === pcm.channels ? headers.layout : null);
  }
  if (headers === null) throw new UnusableAudioError('The file contains no readable audio.');
  const repaired = repairedOgg ?? (await repairFile(path, demuxer, headers.sampleRate));
  const source = openRepaired(path, demuxer, headers, repaired);
  // A file that is known to be damaged is judged before it is decoded, others when they show signs of faults.
  const isSuspect = source.mayHaveFaults && source.damage.silentS > 0;
  return isSuspect ? withoutFaults(path, source, options) : source;
}

/**
 * All damage of a file that became `durationS` long.
 * @param gaps where silence was put because frames are missing, at places of what was decoded
 */
export function damageOf(source: AudioSource, durationS: number, gaps: readonly Gap[]): Damage {
  // What is known before decoding takes part in it: both are moved by the gaps before them.
  const moved = [...source.damage.silentAt, ...gaps].map((place) => {
    const before = gaps.filter((gap) => gap !== place && gap.atS <= place.atS);
    return { atS: place.atS + lengthOf(before), lengthS: place.lengthS };
  });
  const lackS = source.statedS > 0 ? source.statedS - durationS : 0;
  return {
    silentS: source.damage.silentS + lengthOf(gaps),
    silentAt: joinPlaces(moved),
    missingEndS: Math.max(source.damage.missingEndS, lackS >= MIN_MISSING_END_S ? lackS : 0),
  };
}
