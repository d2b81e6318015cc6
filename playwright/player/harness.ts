// The page of the player's tests: a real StudioPlayer, everything it plays recorded, its fetches under control.
import type { Samples } from '@/audio/units';
import { StudioPlayer } from '@/components/player/page/studio-player';
import { tracksOf } from '@/components/player/testing/tracks-of';
import type { PlayerState, PlayerStem } from '@/components/player/types';

/** The commands of the tests to the page. Times are performance.now() milliseconds. */
export class Harness {
  readonly player: StudioPlayer;
  readonly states: PlayerState[] = [];
  readonly fetched: string[] = [];
  /** Milliseconds by `<stem>/<index>` by which a fetch is delayed; Infinity fails it. */
  readonly delays: Record<string, number> = {};
  /** Whether the output is recorded, or only observed. */
  keep = true;
  /** The device that sounds, once there is one. */
  context: AudioContext | null = null;
  #listening: ((chunk: Float32Array) => void) | null = null;
  #chunks: Float32Array[] = [];
  #arrivals: number[] = [];

  constructor() {
    this.player = new StudioPlayer({
      scriptsUrl: '',
      fetchSegment: (stemId, index, signal) => this.#fetchSegment(stemId, index, signal),
      onOutput: (node) => this.#record(node),
    });
    this.player.subscribe(() => this.states.push(this.player.getState()));
  }

  load(stems: PlayerStem[]): void {
    this.player.load(tracksOf(stems), stems);
  }

  seek(position: number): number {
    this.player.seek(position as Samples);
    return performance.now();
  }

  loop(start: number, end: number): void {
    this.player.setLoop({ start: start as Samples, end: end as Samples });
  }

  /** Starts playback; returns when it was asked for. */
  async play(): Promise<number> {
    const pressed = performance.now();
    await this.player.play();
    return pressed;
  }

  until(status: PlayerState['status']): Promise<void> {
    return this.#when((state) => state.status === status);
  }

  /**
   * Waits until the output has reached `position`. A seek shows in the state at once, so older positions do
   * not count.
   */
  untilPast(position: number): Promise<void> {
    return this.#when((state) => state.position >= position);
  }

  /** Waits until the output is before `position`, as after the seam of a loop. */
  untilBefore(position: number): Promise<void> {
    return this.#when((state) => state.position < position);
  }

  #when(reached: (state: PlayerState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!reached(this.player.getState())) return;
        leave();
        resolve();
      };
      const leave = this.player.subscribe(check);
      check();
    });
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /**
   * Milliseconds from `action` to the first chunk that sounds; with `afterSilence`, to the first that sounds after
   * one that was silent throughout.
   */
  async soundAfter(action: () => Promise<unknown>, afterSilence = false): Promise<number> {
    const began = performance.now();
    const sounded = new Promise<number>((resolve) => {
      let armed = !afterSilence;
      this.#listening = (chunk) => {
        const silent = chunk.every((value) => value === 0);
        if (armed && !silent) resolve(performance.now() - began);
        armed ||= silent;
      };
    });
    await action();
    const waited = await sounded;
    this.#listening = null;
    return waited;
  }

  /** The output since the last call: interleaved stereo as base64, and when each 512 frames arrived. */
  async take(): Promise<{ samples: string; arrivals: number[] }> {
    const blob = new Blob(this.#chunks as Float32Array<ArrayBuffer>[]);
    const arrivals = this.#arrivals;
    this.#chunks = [];
    this.#arrivals = [];
    const url = await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsDataURL(blob);
    });
    return { samples: url.slice(url.indexOf(',') + 1), arrivals };
  }

  async #record(node: AudioNode): Promise<void> {
    const { context } = node;
    if (context instanceof AudioContext) this.context = context;
    await context.audioWorklet.addModule('/recorder.js');
    const recorder = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
    recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      this.#listening?.(data);
      if (!this.keep) return;
      this.#chunks.push(data);
      this.#arrivals.push(performance.now());
    };
    node.connect(recorder);
  }

  async #fetchSegment(stemId: string, index: number, signal: AbortSignal): Promise<ArrayBuffer> {
    const key = `${stemId}/${index}`;
    this.fetched.push(key);
    const delay = this.delays[key] ?? 0;
    if (delay === Number.POSITIVE_INFINITY) throw new Error(`${key} is withheld.`);
    if (delay > 0) await this.sleep(delay);
    const response = await fetch(`/${key}.flac`, { signal, cache: 'no-store' });
    if (!response.ok) throw new Error(`${key} answered ${response.status}.`);
    return response.arrayBuffer();
  }
}

declare global {
  interface Window {
    harness: Harness;
  }
}

window.harness = new Harness();
