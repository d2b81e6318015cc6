// The AudioWorklet processor that records an input: sample by sample, with the frame of the context each belongs to.
import {
  CAPTURE_NAME,
  type CaptureCommand,
  type CaptureOutput,
  type CaptureReport,
  type InputChannels,
} from '../messages';

// The scope of an AudioWorklet, which TypeScript's DOM library leaves out.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare const currentFrame: number;
declare const sampleRate: number;

const BLOCK_FRAMES = 128;
/** 46 ms at 44.1 kHz: what a crash of the browser loses beside what the disk has not written. */
const CHUNK_FRAMES = 16 * BLOCK_FRAMES;
const LEVEL_FRAMES = sampleRate / 20;
const CHOSEN: Readonly<Record<InputChannels, readonly number[]>> = { '1': [0], '2': [1], '1+2': [0, 1] };
const SILENCE = new Float32Array(BLOCK_FRAMES);

class CaptureProcessor extends AudioWorkletProcessor {
  #channels: readonly number[] = CHOSEN['1'];
  #isAlive = true;
  #peak = 0;
  #sinceLevel = 0;
  /** Where what is recorded goes; null while nothing is. */
  #output: MessagePort | null = null;
  #stopFrame = Number.POSITIVE_INFINITY;
  #chunk = new Float32Array(0);
  #chunkFrame = 0;
  #filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<CaptureCommand>) => this.#handleCommand(data);
  }

  process([input = []]: Float32Array[][]): boolean {
    this.#measure(input);
    if (this.#output) this.#record(input, this.#output);
    return this.#isAlive;
  }

  #handleCommand(command: CaptureCommand): void {
    if (command.type === 'channels') this.#choose(command.channels);
    else if (command.type === 'start') this.#start(command.port);
    else if (command.type === 'stop') this.#stopFrame = command.frame;
    else this.#dispose();
  }

  /** A take keeps its channels to its end. */
  #choose(channels: InputChannels): void {
    if (!this.#output) this.#channels = CHOSEN[channels];
  }

  #start(port: MessagePort): void {
    this.#output = port;
    this.#stopFrame = Number.POSITIVE_INFINITY;
    this.#begin(currentFrame);
    this.#report({ type: 'started', frame: currentFrame });
  }

  #begin(frame: number): void {
    this.#chunk = new Float32Array(CHUNK_FRAMES * this.#channels.length);
    this.#chunkFrame = frame;
    this.#filled = 0;
  }

  #record(input: readonly Float32Array[], output: MessagePort): void {
    const frames = Math.min(BLOCK_FRAMES, Math.max(0, this.#stopFrame - currentFrame));
    const width = this.#channels.length;
    for (let c = 0; c < width; c++) {
      const channel = input[this.#channels[c] ?? 0] ?? SILENCE;
      for (let i = 0; i < frames; i++) this.#chunk[(this.#filled + i) * width + c] = channel[i] ?? 0;
    }
    this.#filled += frames;
    if (frames < BLOCK_FRAMES) this.#end();
    else if (this.#filled === CHUNK_FRAMES) {
      this.#send(output);
      this.#begin(currentFrame + BLOCK_FRAMES);
    }
  }

  #send(output: MessagePort): void {
    const samples = this.#chunk.slice(0, this.#filled * this.#channels.length);
    const chunk: CaptureOutput = { type: 'chunk', frame: this.#chunkFrame, samples };
    output.postMessage(chunk, [samples.buffer]);
  }

  #end(): void {
    const output = this.#output;
    this.#output = null;
    if (!output) return;
    this.#send(output);
    output.postMessage({ type: 'end' } satisfies CaptureOutput);
  }

  #dispose(): void {
    this.#end();
    this.#isAlive = false;
  }

  #measure(input: readonly Float32Array[]): void {
    for (const index of this.#channels) {
      for (const sample of input[index] ?? SILENCE) this.#peak = Math.max(this.#peak, Math.abs(sample));
    }
    this.#sinceLevel += BLOCK_FRAMES;
    if (this.#sinceLevel < LEVEL_FRAMES) return;
    this.#report({ type: 'level', peak: this.#peak });
    this.#sinceLevel = 0;
    this.#peak = 0;
  }

  #report(report: CaptureReport): void {
    this.port.postMessage(report);
  }
}

registerProcessor(CAPTURE_NAME, CaptureProcessor);
