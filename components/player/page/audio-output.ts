// The sound device: an AudioContext with the player's worklet, opened by a user's gesture.
import { SAMPLE_RATE } from '@/audio/units';
import { type PlayerCommand, type PlayerReport, PROCESSOR_NAME } from '../messages';
import type { OutputTime } from '../types';
import { outputLatency } from './audible-position';

export interface AudioOutputOptions {
  readonly workletUrl: string;
  readonly latencyHint: AudioContextLatencyCategory;
  readonly onReport: (report: PlayerReport) => void;
  /** The device stopped without being asked to: a phone call, another program, a suspended page. */
  readonly onInterrupted: () => void;
  /** The device or the worklet is lost for good; a new AudioOutput may be tried. */
  readonly onLost: (reason: string) => void;
}

/** How long the browser may take to start the sound before the person is asked to press play again. */
const START_TIMEOUT_MS = 5000;

/**
 * The studio's own rate, so that the browser converts to that of the card in its own code; where it refuses, the
 * card's, to which the worklet converts.
 */
function openContext(latencyHint: AudioContextLatencyCategory): AudioContext {
  try {
    return new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint });
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'NotSupportedError') throw error;
    return new AudioContext({ latencyHint });
  }
}

/** Owns the AudioContext. */
export class AudioOutput {
  readonly #context: AudioContext;
  #node: AudioWorkletNode | null = null;
  #closed = false;
  readonly #options: AudioOutputOptions;

  /** Creates the context; call it inside a user gesture. */
  constructor(options: AudioOutputOptions) {
    this.#options = options;
    this.#context = openContext(options.latencyHint);
    this.#context.addEventListener('statechange', this.#onStateChange);
    this.#context.addEventListener('error', () => options.onLost('The sound device failed.'));
  }

  /** Seconds since the device started. */
  get now(): number {
    return this.#context.currentTime;
  }

  get latency(): number {
    return outputLatency(this.#context);
  }

  /** By the device's own time stamps; where a browser has none, by what it says of its latency. Null until it runs. */
  get outputTime(): OutputTime | null {
    if (this.#context.state !== 'running') return null;
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    if (contextTime > 0 && performanceTime > 0) return { contextTime, performanceMs: performanceTime };
    if (this.now === 0) return null;
    return { contextTime: this.now - this.latency, performanceMs: performance.now() };
  }

  /**
   * Loads the worklet and returns its node, connected to the speakers.
   * @throws Error with a message when the worklet cannot be loaded
   */
  async connect(): Promise<AudioWorkletNode> {
    const context = this.#context;
    const options = this.#options;
    try {
      await context.audioWorklet.addModule(options.workletUrl);
    } catch (cause) {
      throw new Error('The player could not be loaded. Reload the page.', { cause });
    }
    if (this.#closed) throw new Error('The player was closed.');
    const node = new AudioWorkletNode(context, PROCESSOR_NAME, {
      // For what is heard live.
      numberOfInputs: 1,
      channelCount: 2,
      channelCountMode: 'explicit',
      outputChannelCount: [2],
    });
    node.port.onmessage = ({ data }: MessageEvent<PlayerReport>) => options.onReport(data);
    node.addEventListener('processorerror', () => options.onLost('The player stopped. Press play to go on.'));
    node.connect(context.destination);
    this.#node = node;
    return node;
  }

  /**
   * Starts or resumes the device.
   * @throws Error with a message when the browser does not let it start
   */
  async resume(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refused = new Promise<never>((_, reject) => {
      const reason = 'The browser did not let the sound start. Press play again.';
      timer = setTimeout(() => reject(new Error(reason)), START_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.#context.resume(), refused]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a message to the worklet; `transfer` moves memory to it instead of copying. */
  send(command: PlayerCommand, transfer: Transferable[] = []): void {
    this.#node?.port.postMessage(command, transfer);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.send({ type: 'dispose' });
    this.#context.removeEventListener('statechange', this.#onStateChange);
    this.#node?.disconnect();
    if (this.#context.state !== 'closed') await this.#context.close();
  }

  readonly #onStateChange = () => {
    if (this.#context.state !== 'running') this.#options.onInterrupted();
  };
}
