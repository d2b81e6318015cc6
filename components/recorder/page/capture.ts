// One open input in the context of the player: its level, what is heard of it, and recording it to a port.
import { CAPTURE_NAME, type CaptureCommand, type CaptureReport, type InputChannels } from '../messages';
import { openInput } from './input-device';

export interface CaptureOptions {
  /** The context of the player: what is recorded in it is in time with what it plays. */
  readonly context: AudioContext;
  /** Null for the input that the system prefers. */
  readonly deviceId: string | null;
  readonly onLevel: (peak: number) => void;
  /** The input is gone: unplugged, or taken away. */
  readonly onLost: () => void;
}

export class Capture {
  readonly context: AudioContext;
  readonly #stream: MediaStream;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #node: AudioWorkletNode;
  readonly #monitor: GainNode;
  #onStarted: ((frame: number) => void) | null = null;

  private constructor({ context, onLevel, onLost }: CaptureOptions, stream: MediaStream) {
    this.context = context;
    this.#stream = stream;
    this.#source = context.createMediaStreamSource(stream);
    // Always two channels, so that the second one of a mono input is silent instead of a copy.
    this.#node = new AudioWorkletNode(context, CAPTURE_NAME, {
      numberOfOutputs: 0,
      channelCount: 2,
      channelCountMode: 'explicit',
      channelInterpretation: 'discrete',
    });
    this.#monitor = new GainNode(context, { gain: 0 });
    this.#source.connect(this.#node);
    this.#source.connect(this.#monitor).connect(context.destination);
    this.#node.port.onmessage = ({ data }: MessageEvent<CaptureReport>) => {
      if (data.type === 'level') return onLevel(data.peak);
      this.#onStarted?.(data.frame);
    };
    stream.getAudioTracks()[0]?.addEventListener('ended', onLost);
  }

  /** @throws Error with a message for the user */
  static async open(options: CaptureOptions): Promise<Capture> {
    const stream = await openInput(options.deviceId);
    try {
      await options.context.audioWorklet.addModule('/worklets/capture.js');
      return new Capture(options, stream);
    } catch (cause) {
      for (const track of stream.getTracks()) track.stop();
      throw new Error('The input cannot be recorded. Reload the page.', { cause });
    }
  }

  /** The device that it is, and what the browser believes its latency to be, in seconds. */
  get device(): { readonly id: string; readonly latency: number } {
    const settings = this.#stream.getAudioTracks()[0]?.getSettings();
    const latency = settings && 'latency' in settings ? Number(settings.latency) : 0;
    return { id: settings?.deviceId ?? '', latency: Number.isFinite(latency) ? latency : 0 };
  }

  setChannels(channels: InputChannels): void {
    this.#send({ type: 'channels', channels });
  }

  /** Lets the input be heard as it is. */
  setMonitor(isOn: boolean): void {
    this.#monitor.gain.setTargetAtTime(isOn ? 1 : 0, this.context.currentTime, 0.01);
  }

  /** Records into a port. @returns the context frame of the first sample */
  start(port: MessagePort): Promise<number> {
    return new Promise((resolve) => {
      this.#onStarted = resolve;
      this.#send({ type: 'start', port }, [port]);
    });
  }

  /** Records up to a context frame. */
  stop(frame: number): void {
    this.#send({ type: 'stop', frame });
  }

  close(): void {
    this.#send({ type: 'dispose' });
    this.#source.disconnect();
    this.#monitor.disconnect();
    for (const track of this.#stream.getTracks()) track.stop();
  }

  #send(command: CaptureCommand, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(command, transfer);
  }
}
