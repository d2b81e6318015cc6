// One open input in the context of the player: its level, what is heard of it, and recording it to a port.
import {
  CAPTURE_NAME,
  type CaptureCommand,
  type CaptureReport,
  type InputChannels,
  type Monitor,
} from '../messages';
import { openInput } from './input-device';

export interface CaptureOptions {
  /** The node of the player: what is recorded in its context is in time with what it plays. */
  readonly player: AudioNode;
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
  /** Takes the input apart, and makes stereo of the channels that are recorded. */
  readonly #splitter: ChannelSplitterNode;
  readonly #chosen: ChannelMergerNode;
  /** How much of it is heard as it is, and through the player. */
  readonly #heard: Readonly<Record<Exclude<Monitor, 'off'>, GainNode>>;
  #onStarted: ((frame: number) => void) | null = null;

  private constructor({ player, onLevel, onLost }: CaptureOptions, stream: MediaStream) {
    // The player opens no other kind.
    const context = player.context as AudioContext;
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
    this.#splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    this.#chosen = new ChannelMergerNode(context, { numberOfInputs: 2 });
    this.#heard = { dry: new GainNode(context, { gain: 0 }), strip: new GainNode(context, { gain: 0 }) };
    this.#source.connect(this.#node);
    this.#source.connect(this.#splitter);
    this.#chosen.connect(this.#heard.dry).connect(context.destination);
    this.#chosen.connect(this.#heard.strip).connect(player);
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
      await (options.player.context as AudioContext).audioWorklet.addModule('/worklets/capture.js');
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
    const [left, right] = channels === '1+2' ? [0, 1] : [Number(channels) - 1, Number(channels) - 1];
    this.#splitter.disconnect();
    this.#splitter.connect(this.#chosen, left, 0);
    this.#splitter.connect(this.#chosen, right, 1);
    this.#send({ type: 'channels', channels });
  }

  /** Lets the input be heard as it is, or through the player. */
  setMonitor(monitor: Monitor): void {
    for (const way of ['dry', 'strip'] as const) {
      this.#heard[way].gain.setTargetAtTime(way === monitor ? 1 : 0, this.context.currentTime, 0.01);
    }
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
    for (const gain of Object.values(this.#heard)) gain.disconnect();
    for (const track of this.#stream.getTracks()) track.stop();
  }

  #send(command: CaptureCommand, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(command, transfer);
  }
}
