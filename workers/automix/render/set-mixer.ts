// Sums the prepared tracks of a set, the echoes they leave and the samples over them, block by block.
import type { SetTimeline } from '@/audio/automix/render/set-timeline';
import { CHUNK_FRAMES } from '@/audio/mix/mix-bus';
import { isAudio } from '@/audio/mix/mix-output';
import { dbToGain } from '@/audio/units';
import { FrameReader } from '../../stretching/frame-file';
import { EchoTail } from './echo-tail';
import { type OverlayVoice, overlayVoices } from './overlay-voice';
import type { PreparedTrack } from './prepared-track';

/** Frames that are mixed at once. */
export const BLOCK_FRAMES = 32_768;

interface Voice {
  readonly track: PreparedTrack;
  readonly gain: number;
  readonly echo: EchoTail | null;
  readonly start: number;
  readonly end: number;
}

/** Reads only what sounds at the moment: two tracks, seldom three. Memory does not grow with the set. */
export class SetMixer {
  /** Where the last sound of the set ends. */
  readonly length: number;
  readonly #voices: readonly Voice[];
  readonly #overlays: readonly OverlayVoice[];
  readonly #open = new Map<Voice, FrameReader>();
  readonly #frames = new Float32Array(2 * BLOCK_FRAMES);

  /** @param prepared in the order of the set */
  constructor(timeline: SetTimeline, prepared: readonly PreparedTrack[]) {
    this.#voices = prepared.map((track, index) => {
      const exit = timeline.transitions[index];
      const echo = exit?.plan.echo ? new EchoTail(exit, timeline.sampleRate) : null;
      const { first, frames } = track.audio;
      const end = Math.max(first + frames, echo?.end ?? 0);
      return { track, gain: dbToGain(track.gainDb), echo, start: first, end };
    });
    this.#overlays = overlayVoices(timeline.transitions, timeline.sampleRate);
    this.length = this.#voices.reduce((length, { end }) => Math.max(length, end), 0);
  }

  /** Fills the first `frames` frames of both channels with the set from `position` on. */
  async mix(position: number, left: Float64Array, right: Float64Array, frames: number): Promise<void> {
    left.fill(0, 0, frames);
    right.fill(0, 0, frames);
    for (const voice of this.#voices) {
      if (voice.end <= position) await this.#release(voice);
      else if (voice.start < position + frames) await this.#add(voice, position, left, right, frames);
    }
    for (const overlay of this.#overlays) overlay.addTo(position, left, right, frames);
    silenceGarbage(left, right, frames);
  }

  async close(): Promise<void> {
    for (const voice of this.#voices) await this.#release(voice);
  }

  async #add(
    voice: Voice,
    position: number,
    left: Float64Array,
    right: Float64Array,
    count: number,
  ): Promise<void> {
    const reader = this.#open.get(voice) ?? (await FrameReader.open(voice.track.audio));
    this.#open.set(voice, reader);
    const frames = this.#frames.subarray(0, 2 * count);
    await reader.read(position, frames);
    for (let i = 0; i < count; i++) {
      left[i]! += voice.gain * frames[2 * i]!;
      right[i]! += voice.gain * frames[2 * i + 1]!;
    }
    await voice.echo?.addTo(reader, position, voice.gain, left, right, count);
  }

  async #release(voice: Voice): Promise<void> {
    await this.#open.get(voice)?.close();
    this.#open.delete(voice);
  }
}

/** Silences chunks that are no audio: one NaN would stay in the filters that measure the set, and in gains made of it. */
function silenceGarbage(left: Float64Array, right: Float64Array, frames: number): void {
  for (let from = 0; from < frames; from += CHUNK_FRAMES) {
    const to = Math.min(frames, from + CHUNK_FRAMES);
    const chunk = { left: left.subarray(from, to), right: right.subarray(from, to) };
    if (isAudio(chunk, to - from)) continue;
    chunk.left.fill(0);
    chunk.right.fill(0);
  }
}
