// Finds out whether a file is audio that can be used, what is in it and how long it really is.
import { matchCopies } from '@/platform/error-copies';
import { damageOf, openAudio } from './audio-source';
import type { Damage } from './damage';
import { UnusableAudioError } from './errors';
import { measureAudio } from './measure';
import type { Demuxer } from './sniff';
import { type ToolOptions, ToolTimeoutError } from './tool';

export interface AudioProbe extends Damage {
  /** What the content is, whatever the file is called. */
  readonly container: 'wav' | 'w64' | 'mp3' | 'flac' | 'ogg' | 'mp4' | 'aac' | 'aiff' | 'webm' | 'caf' | 'au';
  /** FFmpeg's name of the codec, such as `mp3` or `pcm_s24le`. */
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** Seconds of audio with the silence in place of what is missing: counted, not read from the header. */
  readonly durationS: number;
}

export interface ProbeOptions extends ToolOptions {
  /** The longest audio to accept. */
  readonly maxDurationS?: number;
}

const MAX_CHANNELS = 8;
const MIN_RATE = 4_000;
const MAX_RATE = 384_000;
const THREE_HOURS_S = 3 * 3600;
const PROBE_TIMEOUT_MS = 60_000;

const CONTAINERS: Record<Demuxer, AudioProbe['container']> = {
  wav: 'wav',
  w64: 'w64',
  mp3: 'mp3',
  flac: 'flac',
  ogg: 'ogg',
  mov: 'mp4',
  aac: 'aac',
  aiff: 'aiff',
  matroska: 'webm',
  caf: 'caf',
  au: 'au',
};

/** Files without an index: the header's length is a guess from the bitrate of the first frames. */
const GUESSED_LENGTH: ReadonlySet<Demuxer> = new Set(['mp3', 'aac']);

function checkFormat(channels: number, sampleRate: number): void {
  if (channels < 1) throw new UnusableAudioError('The file says that it has no channels.');
  if (channels > MAX_CHANNELS) {
    throw new UnusableAudioError(`The file has ${channels} channels; at most ${MAX_CHANNELS} can be used.`);
  }
  if (sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
    throw new UnusableAudioError(
      `The file's sample rate of ${sampleRate} Hz is outside ${MIN_RATE} to ${MAX_RATE} Hz.`,
    );
  }
}

/** A length for people: `3 h 2 min`, `4 min 10 s`, `12 s`. */
function lengthText(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (h > 0) return min > 0 ? `${h} h ${min} min` : `${h} h`;
  if (min > 0) return s > 0 ? `${min} min ${s} s` : `${min} min`;
  return `${s} s`;
}

/** The audio is longer than the caller accepts; nothing else is wrong with it. */
export class TooLongError extends UnusableAudioError {
  static {
    matchCopies(TooLongError, 'TooLongError');
  }

  /** @param limitS what was accepted */
  constructor(limitS: number) {
    super(`The audio is longer than ${lengthText(limitS)}, the most that can be used.`);
  }
}

async function probe(path: string, options: ProbeOptions): Promise<AudioProbe> {
  const limitS = options.maxDurationS ?? THREE_HOURS_S;
  const opened = await openAudio(path, options);
  const { demuxer, headers } = opened;
  const { codec, sampleRate, channels } = headers;
  checkFormat(channels, sampleRate);
  // Refuse what claims to be too long before decoding hours of it; a guessed length is counted in packets first.
  const claimed = headers.claimedS;
  if (claimed > limitS) {
    const counted = GUESSED_LENGTH.has(demuxer)
      ? (await measureAudio(path, opened, { ...options, limitS, decode: false })).durationS
      : claimed;
    if (counted > limitS) throw new TooLongError(limitS);
  }
  const measured = await measureAudio(path, opened, { ...options, limitS, decode: true });
  const { source, durationS, gaps } = measured;
  if (durationS > limitS) throw new TooLongError(limitS);
  if (durationS <= 0) throw new UnusableAudioError('No sound can be decoded from the file.');
  const damage = damageOf(source, durationS, gaps);
  return { container: CONTAINERS[demuxer], codec, sampleRate, channels, durationS, ...damage };
}

/**
 * Checks that the file at `path` is usable audio and measures it by decoding it once.
 * @throws UnusableAudioError with a user message
 * @throws MediaToolError when FFmpeg is missing
 */
export async function probeAudio(path: string, options: ProbeOptions = {}): Promise<AudioProbe> {
  try {
    return await probe(path, { timeoutMs: PROBE_TIMEOUT_MS, ...options });
  } catch (error) {
    if (error instanceof ToolTimeoutError) {
      throw new UnusableAudioError('Checking the file took too long, so it was refused.');
    }
    throw error;
  }
}
