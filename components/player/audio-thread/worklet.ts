// The AudioWorklet processor: receives segments and commands, renders, and reports 30 times a second.

import type { DecodedSegment } from '../decoded-segment';
import {
  type LoadedMix,
  type MoveCommand,
  type PlayerCommand,
  type PlayerReport,
  PROCESSOR_NAME,
  type TransportReport,
} from '../messages';
import { Playback } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';
import { TimeStretcher } from './time-stretcher';

// The scope of an AudioWorklet, which TypeScript's DOM library leaves out.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare const currentTime: number;
declare const sampleRate: number;

const REPORT_FRAMES = sampleRate / 30;

/** True for what `render` can write to: two channels of a whole block. */
const isStereoBlock = (channels: Float32Array[] | undefined): channels is [Float32Array, Float32Array] =>
  channels?.[0]?.length === BLOCK_FRAMES && channels[1] !== undefined;

class PlayerProcessor extends AudioWorkletProcessor {
  readonly #playback = new Playback(sampleRate);
  #sequence = 0;
  #alive = true;
  #sinceReport = 0;
  /** When playback begins; null when nothing waits for its time. */
  #playAt: number | null = null;
  /** The last report, written anew and posted again, so that reporting makes no garbage on this thread. */
  readonly #reported: { -readonly [Key in keyof TransportReport]: TransportReport[Key] } = {
    type: 'transport',
    status: 'paused',
    position: 0,
    time: 0,
    rate: 1,
    sequence: 0,
    steps: this.#playback.tap.steps,
    ...this.#playback.makeFigures(),
  };

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerCommand>) => this.#handleCommand(data);
    TimeStretcher.create().then(
      (stretcher) => this.#playback.speed.setStretcher(stretcher),
      () => this.#post({ type: 'unstretchable' }, []),
    );
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0];
    if (!isStereoBlock(output)) return this.#alive;
    this.#playback.mixer.live.feed(inputs[0]);
    this.#playWhenDue();
    this.#playback.render(output);
    this.#sinceReport += BLOCK_FRAMES;
    const { status } = this.#playback.mixer.transport;
    // A change of status is reported at once: the page then fetches, or shows that playback waits.
    if (this.#sinceReport >= REPORT_FRAMES || status !== this.#reported.status) this.#report();
    return this.#alive;
  }

  #handleCommand(command: PlayerCommand): void {
    const playback = this.#playback;
    const { store } = playback.mixer;
    if (command.type === 'segment') this.#free(store.put(command.stemId, command.index, command));
    else if (command.type === 'part') this.#free(store.putPart(command.stemId, command.index, command));
    else if (command.type === 'evict') this.#free(store.take(command.stemId, command.index));
    else if (command.type === 'mix') playback.setMix(command.graph, command.speed);
    else if (command.type === 'load') this.#load(command);
    else if (command.type === 'measure') playback.tap.reset(command.round);
    else if (command.type === 'open-end') playback.mixer.transport.isOpenEnded = command.isOpenEnded;
    else if (command.type === 'live') playback.mixer.live.set(command.trackId);
    else if (command.type === 'metronome') playback.metronome.set(command.metronome);
    else if (command.type === 'dispose') this.#alive = false;
    else this.#move(command);
  }

  #move(command: MoveCommand): void {
    const { transport } = this.#playback.mixer;
    if (command.type === 'play') this.#playAt = command.at ?? 0;
    else if (command.type === 'pause') {
      this.#playAt = null;
      transport.pause();
    } else if (command.type === 'loop') transport.setLoop(command.loop);
    else if (command.type === 'shift') this.#playback.mixer.shift(command.by);
    else transport.seek(command.position);
    this.#sequence = command.sequence;
    this.#playWhenDue();
  }

  /** Begins to play as soon as what is rendered now comes out when it should. */
  #playWhenDue(): void {
    const { mixer, latencySeconds } = this.#playback;
    if (this.#playAt === null || currentTime + latencySeconds < this.#playAt) return;
    this.#playAt = null;
    mixer.transport.play();
  }

  #load(mix: LoadedMix): void {
    this.#playback.load(mix);
    Object.assign(this.#reported, this.#playback.makeFigures());
  }

  /** Sends audio back, so that its memory is freed or used again away from this thread. */
  #free(segments: readonly DecodedSegment[]): void {
    for (const { left, right } of segments) {
      this.#post({ type: 'freed', left, right }, [left.buffer, right.buffer]);
    }
  }

  #report(): void {
    this.#sinceReport = 0;
    const reported = this.#reported;
    const playback = this.#playback;
    const sequence = this.#sequence;
    const { status, target } = playback.mixer.transport;
    const moved = reported.position !== target || reported.sequence !== sequence;
    if (status === 'paused' && reported.status === status && !moved) return;
    playback.readMeters(reported);
    reported.status = status;
    reported.position = target;
    // What is rendered now comes out later: by what is in the way, a limiter's look-ahead or a stretcher, say.
    reported.time = currentTime + BLOCK_FRAMES / sampleRate + playback.latencySeconds;
    reported.rate = playback.speed.rate;
    reported.sequence = sequence;
    this.#post(reported, []);
  }

  #post(report: PlayerReport, transfer: Transferable[]): void {
    this.port.postMessage(report, transfer);
  }
}

registerProcessor(PROCESSOR_NAME, PlayerProcessor);
