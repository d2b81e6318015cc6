// The AudioWorklet processor: receives windows and commands, renders, and reports 30 times a second.
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import { SAMPLE_RATE } from '@/audio/units';
import {
  type MoveCommand,
  type PlayerCommand,
  type PlayerReport,
  PROCESSOR_NAME,
  type TransportReport,
} from './messages';
import { BLOCK_FRAMES, StreamingMixer } from './streaming-mixer';

// The scope of an AudioWorklet, which TypeScript's DOM library leaves out.
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare const currentTime: number;

const REPORT_SAMPLES = SAMPLE_RATE / 30;

class PlayerProcessor extends AudioWorkletProcessor {
  private readonly mixer = new StreamingMixer();
  private sequence = 0;
  private alive = true;
  private sinceReport = 0;
  /** The last report, written anew and posted again, so that reporting makes no garbage on this thread. */
  private readonly reported: { -readonly [Key in keyof TransportReport]: TransportReport[Key] } = {
    type: 'transport',
    status: 'paused',
    position: 0,
    time: 0,
    sequence: 0,
    levels: new Float32Array(METER_FIELDS),
  };

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayerCommand>) => this.obey(data);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0];
    if (output?.[0]?.length !== BLOCK_FRAMES || !output[1]) return this.alive;
    this.mixer.render(output);
    this.sinceReport += BLOCK_FRAMES;
    const { status } = this.mixer.transport;
    // A change of status is told at once: the page fetches, or shows the wait, because of it.
    if (this.sinceReport >= REPORT_SAMPLES || status !== this.reported.status) this.report();
    return this.alive;
  }

  private obey(command: PlayerCommand): void {
    const { mixer } = this;
    if (command.type === 'window') mixer.store.put(command.stemId, command.index, command);
    else if (command.type === 'evict') this.evict(command.stemId, command.index);
    else if (command.type === 'mix') mixer.setMix(command.strips, command.master);
    else if (command.type === 'load') this.load(command.stems);
    else if (command.type === 'dispose') this.alive = false;
    else this.move(command);
  }

  private move(command: MoveCommand): void {
    const { transport } = this.mixer;
    if (command.type === 'play') transport.play();
    else if (command.type === 'pause') transport.pause();
    else if (command.type === 'loop') transport.setLoop(command.loop);
    else transport.seek(command.position);
    this.sequence = command.sequence;
  }

  private load(stems: Extract<PlayerCommand, { type: 'load' }>['stems']): void {
    this.mixer.load(stems);
    this.reported.levels = new Float32Array((stems.length + 1) * METER_FIELDS);
  }

  private evict(stemId: string, index: number): void {
    const window = this.mixer.store.take(stemId, index);
    if (window === null) return;
    const { left, right } = window;
    this.post({ type: 'freed', left, right }, [left.buffer, right.buffer]);
  }

  private report(): void {
    this.sinceReport = 0;
    const { reported, mixer, sequence } = this;
    const { status, target } = mixer.transport;
    const moved = reported.position !== target || reported.sequence !== sequence;
    if (status === 'paused' && reported.status === status && !moved) return;
    mixer.engine.meters.take(reported.levels);
    reported.status = status;
    reported.position = target;
    // What went into the engine comes out later by its latency (a limiter's look-ahead, say).
    reported.time = currentTime + (BLOCK_FRAMES + mixer.engine.latency) / SAMPLE_RATE;
    reported.sequence = sequence;
    this.post(reported, []);
  }

  private post(report: PlayerReport, transfer: Transferable[]): void {
    this.port.postMessage(report, transfer);
  }
}

registerProcessor(PROCESSOR_NAME, PlayerProcessor);
