// Decodes a file that shows signs of faults, to find the frames that its decoder makes noise of where data are damaged.

import type { Place } from '../damage';
import { feed } from '../feed';
import { floatFrames } from '../float-frames';
import type { AudioSection, AudioSource } from '../opened-audio';
import { CLOCK_FILTER } from '../repair/frame-clock';
import { sectionArguments } from '../section-arguments';
import { startTool, type ToolOptions } from '../tool';
import type { DecodedFrame } from './decoded-frame';
import { FrameReader, FrameReport } from './frame-reader';
import { judgeFrames } from './judge-frames';

/** Files that last longer are refused, whatever is in them. */
const LONGEST_S = 4 * 3600;
/** A file with a larger share of faults is not repaired: its level tells whether it can be used. */
const MAX_FAULTS = 0.5;
/** More make an expression that FFmpeg is slow at, or refuses. */
const MAX_SPANS = 2_000;

async function decodedFrames(
  path: string,
  { codec, channels }: AudioSource['headers'],
  section: AudioSection,
  options: ToolOptions,
) {
  const report = new FrameReport(codec);
  const reader = new FrameReader(report, channels);
  const filters = `${CLOCK_FILTER},aformat=sample_fmts=flt`;
  const child = startTool(
    'ffmpeg',
    [
      ...sectionArguments(section, 'level+info'),
      '-t',
      String(LONGEST_S),
      '-af',
      filters,
      '-ac',
      String(channels),
      '-c:a',
      'pcm_f32le',
      '-f',
      'f32le',
      'pipe:1',
    ],
    { ...options, input: path, onStderr: (text) => report.read(text) },
  );
  feed(child, section.bytes?.() ?? null);
  try {
    for await (const block of floatFrames(child.stdout, channels)) reader.push(block);
    await child.ended;
  } finally {
    child.kill();
  }
  reader.measure();
  // Frames without a time stamp are not reported, so that nothing tells which samples are whose.
  return { frames: reader.isAligned ? reader.frames : [], isDamaged: report.isDamaged };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The time stamps of faults, those within `distanceS` of each other in one. */
function spansOf(frames: readonly DecodedFrame[], distanceS: number): Span[] {
  const spans: Span[] = [];
  for (const { ptsS, lengthS } of frames) {
    // From the middle of the frame before to that of the last one: stamps are compared as floats.
    const span = { from: ptsS - lengthS / 2, to: ptsS + lengthS / 2 };
    const last = spans.at(-1);
    if (last && span.from - last.to <= distanceS) spans[spans.length - 1] = { from: last.from, to: span.to };
    else spans.push(span);
  }
  return spans;
}

/** The filter that silences these frames. */
function silencer(faults: readonly DecodedFrame[]): string {
  let spans = spansOf(faults, 0);
  for (let distanceS = 0.1; spans.length > MAX_SPANS; distanceS *= 2) spans = spansOf(faults, distanceS);
  const within = spans.map(({ from, to }) => `between(t,${from.toFixed(6)},${to.toFixed(6)})`).join('+');
  return `volume=volume=0:enable='${within}'`;
}

/** A section with the filter that silences its faults, and where they are in what is decoded of it. */
async function repairSection(path: string, source: AudioSource, section: AudioSection, options: ToolOptions) {
  const { frames, isDamaged } = await decodedFrames(path, source.headers, section, options);
  const last = frames.at(-1);
  const decodedS = last ? last.atS + last.lengthS : 0;
  const isFault = judgeFrames(frames, source.headers.codec, isDamaged || source.damage.silentS > 0);
  const faults = frames.filter((_, at) => isFault[at]);
  const isHopeless = faults.length > MAX_FAULTS * frames.length;
  if (faults.length === 0 || isHopeless) return { section, places: [], decodedS };
  const places = faults.map(({ atS, lengthS }): Place => ({ atS, lengthS }));
  return { section: { ...section, filters: [silencer(faults), ...section.filters] }, places, decodedS };
}

/**
 * Silences what a decoder makes of damaged data in files whose frames have no checksum, and says where.
 * @throws MediaToolError when FFmpeg is missing or dies
 */
export async function withoutFaults(
  path: string,
  source: AudioSource,
  options: ToolOptions,
): Promise<AudioSource> {
  const judged = { ...source, mayHaveFaults: false };
  const sections: AudioSection[] = [];
  const places: Place[] = [];
  let decodedS = 0;
  for (const section of source.sections) {
    const repaired = await repairSection(path, source, section, options);
    sections.push(repaired.section);
    for (const place of repaired.places) places.push({ ...place, atS: decodedS + place.atS });
    decodedS += repaired.decodedS;
  }
  const [first, ...others] = sections;
  if (!first || places.length === 0) return judged;
  const { damage } = source;
  return {
    ...judged,
    sections: [first, ...others],
    damage: {
      ...damage,
      silentS: damage.silentS + places.reduce((sum, { lengthS }) => sum + lengthS, 0),
      silentAt: [...damage.silentAt, ...places],
    },
  };
}
