// Plays single grains, one at a time: the next one takes over from the one before.
import { problemFrom } from '@/components/api/problem';

/** The end of what is cut off is faded within this, in seconds. */
const FADE_S = 0.015;

export class GrainVoice {
  #context: AudioContext | null = null;
  #sounding: { readonly source: AudioBufferSourceNode; readonly gain: GainNode } | null = null;
  #newest = 0;

  /**
   * Plays the WAV at `url`; call it from a user gesture. Plays nothing when another grain was requested in
   * the meantime.
   * @throws ApiError with a message when it cannot be loaded
   */
  async play(url: string): Promise<void> {
    this.#newest += 1;
    const turn = this.#newest;
    this.#context ??= new AudioContext();
    const context = this.#context;
    // Asked for before anything is awaited: browsers count only what happens inside the gesture itself.
    const running = context.resume();
    const response = await fetch(url);
    if (!response.ok) throw problemFrom(response.status, await response.text());
    const buffer = await context.decodeAudioData(await response.arrayBuffer());
    await running;
    if (turn === this.#newest && this.#context === context) this.#sound(context, buffer);
  }

  dispose(): void {
    this.#newest += 1;
    void this.#context?.close();
    this.#context = null;
  }

  #sound(context: AudioContext, buffer: AudioBuffer): void {
    if (this.#sounding) {
      this.#sounding.gain.gain.setTargetAtTime(0, context.currentTime, FADE_S / 3);
      this.#sounding.source.stop(context.currentTime + FADE_S);
    }
    const source = new AudioBufferSourceNode(context, { buffer });
    const gain = new GainNode(context);
    source.connect(gain).connect(context.destination);
    source.start();
    this.#sounding = { source, gain };
  }
}
