// Decides which decoded frames are noise from damaged data rather than music. In a file that is not known to be
// damaged only frames beyond doubt count.
import { median } from '@/contract/median';
import { type DecodedFrame, jointRoughness } from './decoded-frame';
import { HIGH_PEAK, isPredicted } from './fault-signs';

/** Frames beside one that are compared with it. */
const NEIGHBOURS = 4;
/** A step down in roughness by this much, at the very end of a frame, is where damage ends. */
const STOP_RATIO = 4;
const LIKELY_STOP_RATIO = 1.5;
/** What is smoother than this is as good as still. */
const STILL = 1e-3;
/** Power that is this much above the frames beside it, 6 dB, or 2 dB where it ends with the frame beyond doubt. */
const LOUDER = 4;
const LITTLE_LOUDER = 1.6;
/** Power at -100 dBFS. */
const SILENT = 1e-10;
/** Errors reported for a larger share of the frames come from the encoder, not from damage. */
const MAX_REPORTED = 0.25;

/** No encoder is given samples so far beyond full scale that its decoder makes these of them. */
const ABSURD_PEAK = 4;
/** Power above nearly all of the music around it, 10 dB, at which a high peak is a fault. */
const FAR_LOUDER = 10;
/** What is compared with a frame of a lossy codec: the share of frames that may be louder, within this many seconds. */
const AROUND_S = 5;
const QUIETER_SHARE = 0.97;

function neighbours(frames: readonly DecodedFrame[], at: number): DecodedFrame[] {
  const from = Math.max(0, at - NEIGHBOURS);
  return [...frames.slice(from, at), ...frames.slice(at + 1, at + 1 + NEIGHBOURS)];
}

/** How much rougher the end of a frame is than the beginning of the next, with the joint between them. */
function stopRatio(frame: DecodedFrame, next: DecodedFrame | undefined): number {
  const isFollowed = next !== undefined && Math.abs(next.ptsS - frame.ptsS - frame.lengthS) < 1e-3;
  if (!isFollowed) return Number.POSITIVE_INFINITY;
  const ratios = frame.tailRoughness.map(
    (tail, channel) =>
      Math.max(tail, jointRoughness(frame, next, channel)) / ((next.headRoughness[channel] ?? 0) + STILL),
  );
  return Math.max(...ratios);
}

/** Whether a frame is louder than the good ones beside it, and the more so the less it stops where the next begins. */
function isBurst(frames: readonly DecodedFrame[], faults: readonly boolean[], at: number): boolean {
  const frame = frames[at];
  if (!frame) return false;
  const before = faults.lastIndexOf(false, at - 1);
  const after = faults.indexOf(false, at + 1);
  const [earlier, later] = [at === 0 ? undefined : frames[before], frames[after]].map((f) => f?.loudest);
  const beside = [earlier ?? later ?? 0, later ?? earlier ?? 0];
  const ratio = faults[at + 1] ? LIKELY_STOP_RATIO : stopRatio(frame, frames[at + 1]);
  const times = frame.loudest / Math.max(...beside, SILENT);
  const timesEither = frame.loudest / Math.max(Math.min(...beside), SILENT);
  if (timesEither > LOUDER && ratio >= STOP_RATIO) return true;
  return times > LITTLE_LOUDER && ratio >= (times > LOUDER ? LIKELY_STOP_RATIO : STOP_RATIO);
}

/**
 * Damage to a predicted frame lasts until the end of it, and most often passes full scale, where samples come out at the
 * other end. Music rarely makes such steps, and does not stop where a frame happens to end.
 */
function predictedFaults(frames: readonly DecodedFrame[], isDamaged: boolean): boolean[] {
  const isAbrupt = (frame: DecodedFrame, at: number) =>
    frame.jumps >= 2 && (median(neighbours(frames, at).map(({ jumps }) => jumps)) ?? 0) === 0;
  const certain = frames.map(
    (frame, at) =>
      frame.isReported || (isAbrupt(frame, at) && stopRatio(frame, frames[at + 1]) >= STOP_RATIO),
  );
  if (!isDamaged && !certain.includes(true)) return certain;
  const faults = frames.map((frame, at) => certain[at] === true || isAbrupt(frame, at));
  // From the end on: what follows a frame is judged before it, so that noise over several frames is found.
  for (let at = frames.length - 1; at >= 0; at--) faults[at] ||= isBurst(frames, faults, at);
  return faults;
}

/** Power that nearly all frames around each are below. */
function levelsAround(frames: readonly DecodedFrame[]): number[] {
  const blocks = new Map<number, number[]>();
  for (const { atS, loudest } of frames) {
    const block = Math.floor(atS / AROUND_S);
    const levels = blocks.get(block) ?? [];
    levels.push(loudest);
    blocks.set(block, levels);
  }
  const shares = new Map<number, number>();
  for (const block of blocks.keys()) {
    const all = [-1, 0, 1].flatMap((i) => blocks.get(block + i) ?? []).sort((a, b) => a - b);
    shares.set(block, all[Math.floor((all.length - 1) * QUIETER_SHARE)] ?? 0);
  }
  return frames.map(({ atS }) => shares.get(Math.floor(atS / AROUND_S)) ?? 0);
}

/** What lossy codecs make of damage is loud at random, in one frame and the one that overlaps with it. */
function lossyFaults(frames: readonly DecodedFrame[], isDamaged: boolean): boolean[] {
  const around = levelsAround(frames);
  const isFault = frames.map(({ peak, loudest }, at) => {
    const level = around[at] ?? 0;
    const isFar = peak > HIGH_PEAK && loudest > FAR_LOUDER * level;
    return peak > ABSURD_PEAK || isFar || (isDamaged && loudest > LOUDER * level);
  });
  return isFault.map((is, at) => is || (isFault[at - 1] === true && isFault[at - 2] !== true));
}

/**
 * Says for each frame of a file whether it is a fault.
 * @param codec FFmpeg's name of it
 * @param isDamaged whether anything else says that the file is damaged
 */
export function judgeFrames(
  frames: readonly DecodedFrame[],
  codec: string,
  isDamaged: boolean,
): readonly boolean[] {
  const reported = frames.filter(({ isReported }) => isReported).length;
  const isEncoders = reported > MAX_REPORTED * frames.length;
  const heeded = isEncoders ? frames.map((frame) => ({ ...frame, isReported: false })) : frames;
  const isKnown = isDamaged || (reported > 0 && !isEncoders);
  return isPredicted(codec) ? predictedFaults(heeded, isKnown) : lossyFaults(heeded, isKnown);
}
