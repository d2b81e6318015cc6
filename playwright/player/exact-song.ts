// A song whose every sample is known by its position, played offline: whether the stems ever part, or drift.
import { neutralGraph } from '@/audio/mix/graph';
import { FADE_SAMPLES } from '@/audio/playback/fade';
import { BLOCK_FRAMES } from '@/components/player/audio-thread/streaming-mixer';
import { tracksOf } from '@/components/player/testing/tracks-of';
import { OfflineRig } from './offline-rig';

const RATE = 44_100;
const SEGMENT = 262_144;
const LOOK_AHEAD_SEGMENTS = 2;
/** Between two seeks. */
const SEEK_EVERY = 172 * BLOCK_FRAMES;

export interface ExactRun {
  readonly stems: number;
  readonly seeks: number;
  /** Played without a jump after the seeks. */
  readonly seconds: number;
}

export interface ExactResult {
  /** Samples that were compared, and of those that differ from the sum of all stems at their position. */
  readonly compared: number;
  readonly wrong: number;
}

/** Sample of a stem: 20 bits, so that a sum of eight is exact in single precision. Neighbours have nothing in common. */
function valueAt(stem: number, position: number): number {
  let hash = Math.imul(position + 1, 0x9e3779b1) ^ Math.imul(stem + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash >>> 12) - 2 ** 19) * 2 ** -24;
}

function sumAt(stems: number, position: number): number {
  let sum = 0;
  for (let stem = 0; stem < stems; stem++) sum += valueAt(stem, position);
  return sum;
}

/** Keeps the windows around the playhead in the worklet. */
class ExactWindows {
  #held = new Set<number>();
  readonly #rig: OfflineRig;
  readonly #stems: number;
  readonly #length: number;

  constructor(rig: OfflineRig, stems: number, length: number) {
    this.#rig = rig;
    this.#stems = stems;
    this.#length = length;
  }

  follow(position: number): void {
    const first = Math.floor(position / SEGMENT);
    const wanted = Array.from({ length: LOOK_AHEAD_SEGMENTS + 1 }, (_, i) => first + i);
    for (let stem = 0; stem < this.#stems; stem++) {
      for (const index of this.#held) {
        if (!wanted.includes(index)) this.#rig.send({ type: 'evict', stemId: `stem${stem}`, index });
      }
      for (const index of wanted) if (!this.#held.has(index)) this.#put(stem, index);
    }
    this.#held = new Set(wanted);
  }

  #put(stem: number, index: number): void {
    const size = Math.min(SEGMENT, this.#length - index * SEGMENT);
    if (size <= 0) return;
    const left = Float32Array.from({ length: size }, (_, i) => valueAt(stem, index * SEGMENT + i));
    this.#rig.send({ type: 'segment', stemId: `stem${stem}`, index, left, right: left });
  }
}

/** One stretch of the recorded output: from frame `from` on it is the song from `position` on. */
interface Passage {
  readonly from: number;
  readonly to: number;
  readonly position: number;
}

function compare(heard: Float32Array, passages: readonly Passage[], stems: number): ExactResult {
  let [compared, wrong] = [0, 0];
  for (const { from, to, position } of passages) {
    for (let at = from; at < to; at++) {
      compared++;
      if (heard[at] !== sumAt(stems, position + at - from)) wrong++;
    }
  }
  return { compared, wrong };
}

/** Seeks to random places, then plays on; every sample that is not part of a fade is compared. */
export async function seekAndPlay({ stems, seeks, seconds }: ExactRun): Promise<ExactResult> {
  const length = Math.ceil(((seconds + 60) * RATE) / BLOCK_FRAMES) * BLOCK_FRAMES;
  const frames = seeks * SEEK_EVERY + Math.floor((seconds * RATE) / BLOCK_FRAMES) * BLOCK_FRAMES;
  const rig = new OfflineRig(frames, RATE);
  await rig.open();
  const ids = Array.from({ length: stems }, (_, stem) => `stem${stem}`);
  const described = ids.map((id) => ({ id, lengthSamples: length, segmentSamples: SEGMENT }));
  rig.send({ type: 'load', tracks: tracksOf(described), stems: described, graph: neutralGraph(stems) });
  const windows = new ExactWindows(rig, stems, length);
  const passages: Passage[] = [];
  const at = async (frame: number, act: () => void) => {
    await rig.context.suspend(frame / RATE);
    act();
    await rig.heard(ids[0]!);
    void rig.context.resume();
  };
  const steps: Promise<void>[] = [];
  for (let seek = 0; seek < seeks; seek++) {
    const isLast = seek === seeks - 1;
    const position = isLast ? 12_345 : Math.floor(((seek * 0.381966 + 0.1) % 0.9) * length);
    const frame = seek * SEEK_EVERY;
    const go = () => {
      windows.follow(position);
      rig.send({ type: 'seek', position, sequence: seek });
      rig.send({ type: 'play', sequence: seek });
    };
    if (frame === 0) {
      go();
      await rig.heard(ids[0]!);
    } else steps.push(at(frame, go));
    // Before the first sound there is nothing to fade out; in all other places the fades are left out.
    const began = frame + (frame === 0 ? 0 : FADE_SAMPLES);
    const to = isLast ? frames : frame + SEEK_EVERY;
    passages.push({ from: began + FADE_SAMPLES, to, position: position + FADE_SAMPLES });
  }
  const last = passages.at(-1)!;
  for (let frame = last.from + SEGMENT - (last.from % BLOCK_FRAMES); frame < frames; frame += SEGMENT) {
    steps.push(at(frame, () => windows.follow(last.position + frame - last.from)));
  }
  const heard = await rig.context.startRendering();
  await Promise.all(steps);
  return compare(heard.getChannelData(0), passages, stems);
}
