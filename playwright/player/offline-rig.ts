// The player's worklet in a context that renders as fast as it can, controlled in step with it.
import { type PlayerCommand, type PlayerReport, PROCESSOR_NAME } from '@/components/player/messages';

export class OfflineRig {
  readonly context: OfflineAudioContext;
  #node: AudioWorkletNode | null = null;

  constructor(frames: number, rate: number) {
    this.context = new OfflineAudioContext(2, frames, rate);
  }

  async open(): Promise<void> {
    await this.context.audioWorklet.addModule('/player.js');
    const options = { numberOfInputs: 0, outputChannelCount: [2] };
    this.#node = new AudioWorkletNode(this.context, PROCESSOR_NAME, options);
    this.#node.connect(this.context.destination);
  }

  send(command: PlayerCommand): void {
    this.#node?.port.postMessage(command);
  }

  /**
   * Resolves when the worklet has received everything that was sent: it then sends an evicted segment back.
   */
  heard(stemId: string): Promise<void> {
    const port = this.#node!.port;
    const nothing = { left: new Float32Array(1), right: new Float32Array(1) };
    const index = 1e6;
    return new Promise((resolve) => {
      port.onmessage = ({ data }: MessageEvent<PlayerReport>) => {
        if (data.type === 'freed' && data.left.length === 1) resolve();
      };
      this.send({ type: 'segment', stemId, index, ...nothing });
      this.send({ type: 'evict', stemId, index });
    });
  }
}
