// Decodes any audio file the studio accepts to float samples, streamed at the reader's pace or whole.
import { damageOf, openAudio } from './audio-source';
import { channelFilters } from './channel-filter';
import type { Damage } from './damage';
import { publishDamage } from './damage-channel';
import { MediaToolError, UnusableAudioError } from './errors';
import { FaultSigns } from './faults/fault-signs';
import { withoutFaults } from './faults/find-faults';
import { feed } from './feed';
import { floatFrames } from './float-frames';
import type { AudioSection, AudioSource } from './opened-audio';
import { LevelGuard } from './plausible-level';
import { fillGaps } from './repair/fill-gaps';
import { CLOCK_FILTER, FrameClock, type Gap } from './repair/frame-clock';
import { resampleFilter } from './resampler';
import { sectionArguments } from './section-arguments';
import { startTool, type ToolOptions } from './tool';
import { WaitingLimit } from './waiting-limit';

export interface DecodeOptions extends ToolOptions {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** A file that the studio made itself, before its limiter: it may be as loud as people set it. */
  readonly isOwn?: boolean;
  /** Called at the end with what is missing from the file, nothing for an intact one. */
  readonly onDamage?: (damage: Damage) => void;
}

/** How long decoding a second of audio may take; far more than the slowest codec needs. */
const MS_PER_SECOND = 500;

/** Beyond +48 dBFS a float sample is damage, not sound. */
const LOUDEST = 256;

/** Replaces NaN, infinities and absurd values by silence, in place. */
export function sanitise(block: Float32Array): Float32Array {
  for (let i = 0; i < block.length; i++) {
    if (!(Math.abs(block[i] ?? 0) <= LOUDEST)) block[i] = 0;
  }
  return block;
}

async function decoderArguments(
  source: AudioSource,
  section: AudioSection,
  options: DecodeOptions,
): Promise<string[]> {
  const { channels, layout } = source.headers;
  const filters = [
    ...section.filters,
    ...(source.hasClock ? [CLOCK_FILTER] : []),
    ...channelFilters(channels, layout, options.channels),
    await resampleFilter(options.sampleRate),
    'aformat=sample_fmts=flt',
  ];
  const verbosity = source.hasClock ? 'level+info' : 'error';
  return [
    ...sectionArguments(section, verbosity),
    '-af',
    filters.join(','),
    '-c:a',
    'pcm_f32le',
    '-f',
    'f32le',
    'pipe:1',
  ];
}

interface DecodedSection {
  /** Without the gaps; 0 where nothing is counted because nothing can be missing. */
  readonly decodedS: number;
  readonly gaps: readonly Gap[];
}

/** Decodes one section; returns how much was decoded, and where silence was put because frames are missing. */
async function* decodeSection(
  path: string,
  source: AudioSource,
  section: AudioSection,
  options: DecodeOptions,
  signs: FaultSigns | null,
): AsyncGenerator<Float32Array, DecodedSection, void> {
  const { sampleRate, channels } = options;
  const clock = new FrameClock(source.clockedS, section.beginsAtZero);
  const onStderr = (text: string) => {
    signs?.read(text);
    clock.read(text);
  };
  const tool = { timeoutMs: null, ...options, input: path, ...(source.hasClock ? { onStderr } : {}) };
  const child = startTool('ffmpeg', await decoderArguments(source, section, options), tool);
  const stopClock = () => clock.end();
  child.ended.then(stopClock, stopClock);
  feed(child, section.bytes?.() ?? null);
  const limit = new WaitingLimit('ffmpeg', child);
  const bytesPerSecond = sampleRate * channels * Float32Array.BYTES_PER_ELEMENT;
  try {
    const output = limit.read(child.stdout, MS_PER_SECOND / bytesPerSecond);
    const blocks = floatFrames(output, channels);
    yield* source.hasClock ? fillGaps(blocks, clock, sampleRate, channels) : blocks;
    const { exitCode, stderrTail } = await child.ended;
    // A damaged file ends with an error code and the sound before the damage counts; a killed decoder does not.
    if (exitCode === null) throw new MediaToolError('Decoding was interrupted.', stderrTail);
    return { decodedS: clock.decodedS, gaps: clock.gaps };
  } finally {
    child.kill();
  }
}

/** Decodes all sections one after the other; where silence was put goes to `gaps`. */
async function* decodeSections(
  path: string,
  source: AudioSource,
  options: DecodeOptions,
  signs: FaultSigns | null,
  gaps: Gap[],
): AsyncGenerator<Float32Array, void, void> {
  let beforeS = 0;
  for (const section of source.sections) {
    const decoded = yield* decodeSection(path, source, section, options, signs);
    for (const gap of decoded.gaps) gaps.push({ ...gap, atS: beforeS + gap.atS });
    beforeS += decoded.decodedS;
  }
}

/**
 * Decodes what was opened, and says at the end what of it is damaged.
 * @param passOver samples of all channels that have been given before
 * @returns the samples that have been given, where signs of faults end it early; else null
 */
async function* decodeSource(
  path: string,
  source: AudioSource,
  options: DecodeOptions,
  passOver: number,
): AsyncGenerator<Float32Array, number | null, void> {
  const gaps: Gap[] = [];
  const guard = new LevelGuard(options.sampleRate * options.channels);
  const signs = source.mayHaveFaults ? new FaultSigns(source.headers.codec) : null;
  let samples = 0;
  for await (const block of decodeSections(path, source, options, signs, gaps)) {
    signs?.check(block, options.channels);
    if (signs?.isFound) return samples;
    if (!options.isOwn) guard.check(block);
    const given = Math.max(0, passOver - samples);
    samples += block.length;
    if (given < block.length) yield sanitise(block.subarray(given));
  }
  if (signs?.isFound) return samples;
  guard.finish();
  if (samples === 0) throw new UnusableAudioError('No sound can be decoded from the file.');
  const damage = damageOf(source, samples / options.channels / options.sampleRate, gaps);
  publishDamage(path, damage);
  options.onDamage?.(damage);
  return null;
}

/**
 * Decodes a file to interleaved float blocks of any size, no faster than they are read.
 *
 * Files at `sampleRate` keep their exact length, others become round(n x sampleRate / rate) frames. MP3 and AAC
 * encoder delay is cut as far as the file declares it. Mono becomes stereo without a change of level. What is missing
 * or damaged becomes silence in its place. Samples that are no numbers become 0; when such a file is also resampled,
 * so do the 40 ms around them.
 * @throws UnusableAudioError when nothing can be decoded, when a second of it is louder than any recording, or when it
 *   is no numbers in large part; blocks before that may have been given
 * @throws MediaToolError when FFmpeg is missing or dies
 */
export async function* decodeStream(
  path: string,
  options: DecodeOptions,
): AsyncGenerator<Float32Array, void, void> {
  const source = await openAudio(path, options);
  const given = yield* decodeSource(path, source, options, 0);
  if (given === null) return;
  // Blocks before the first sign are out already: the second pass skips as many samples, with any fault in them.
  yield* decodeSource(path, await withoutFaults(path, source, options), options, given);
}

/** Decodes a whole file to one array per channel. Same rules and errors as `decodeStream`. */
export async function decodeWhole(path: string, options: DecodeOptions): Promise<Float32Array[]> {
  const blocks: Float32Array[] = [];
  let length = 0;
  for await (const block of decodeStream(path, options)) {
    blocks.push(block);
    length += block.length / options.channels;
  }
  return Array.from({ length: options.channels }, (_, channel) => {
    const plane = new Float32Array(length);
    let at = 0;
    for (const block of blocks) {
      for (let i = channel; i < block.length; i += options.channels) plane[at++] = block[i] ?? 0;
    }
    return plane;
  });
}
