// The input of this person: opened while it is needed, with its level, its delay and what is heard of it.
import { SAMPLE_RATE } from '@/audio/units';
import { errorMessage } from '../../api/problem';
import { outputLatency } from '../../player/page/audible-position';
import type { Player } from '../../player/types';
import { Capture } from '../../recorder/page/capture';
import { type InputDevice, listInputs } from '../../recorder/page/input-device';
import { measureRoundTrip } from '../../recorder/page/measure-round-trip';
import { Store } from '../../ui/store';
import { type RecordingSettings, RoundTrips, SettingsStore } from './settings';

/** The time from what is rendered to what is recorded of it. */
export interface Latency {
  readonly seconds: number;
  /** Measured or typed; else it is what the browser believes, which may be 50 ms off. */
  readonly isMeasured: boolean;
}

export class RecordingInput {
  readonly settings = new SettingsStore();
  readonly devices = new Store<readonly InputDevice[]>([]);
  /** The highest sample of the last 50 ms; null while no input is open. */
  readonly level = new Store<number | null>(null);
  readonly latency = new Store<Latency | null>(null);
  readonly isCalibrating = new Store(false);
  /** What went wrong last, for the user. */
  readonly problem = new Store<string | null>(null);
  readonly #player: Player;
  readonly #roundTrips = new RoundTrips();
  /** The node of the player. */
  #output: AudioNode | null = null;
  #trackId: string | null = null;
  #capture: Capture | null = null;
  #opening: Promise<Capture> | null = null;
  /** How many need the input. */
  #users = 0;

  constructor(player: Player) {
    this.#player = player;
  }

  /** Takes the node of the player each time that it opens a device. */
  setOutput(output: AudioNode): void {
    this.#drop();
    this.#output = output;
  }

  /** Sets the track whose strip the input is heard through, if it is; null for none. */
  setTrack(trackId: string | null): void {
    this.#trackId = trackId;
    if (this.#capture) this.#apply(this.#capture);
    else this.#player.setLiveTrack(null);
  }

  /**
   * Opens the input, from a user's gesture; `release` lets it go.
   * @throws Error with a message for the user
   */
  async acquire(): Promise<Capture> {
    this.#users += 1;
    try {
      return await this.#ensure();
    } catch (failure) {
      this.release();
      throw failure;
    }
  }

  /** Closes the input when nobody needs it any more, so that the browser stops showing that it listens. */
  release(): void {
    this.#users = Math.max(0, this.#users - 1);
    if (this.#users === 0) this.#drop();
  }

  /** Opens the input for a part of the page; returns how to let it go. What goes wrong is in `problem`. */
  use(): () => void {
    this.problem.set(null);
    let isOver = false;
    const opened = this.acquire().then(
      () => true,
      (failure: unknown) => {
        if (!isOver) this.problem.set(errorMessage(failure));
        return false;
      },
    );
    return () => {
      isOver = true;
      void opened.then((isOpen) => isOpen && this.release());
    };
  }

  change(change: Partial<RecordingSettings>): void {
    this.problem.set(null);
    this.settings.change(change);
    if (change.deviceId !== undefined) void this.#reopen();
    else if (this.#capture) this.#apply(this.#capture);
  }

  /** Measures the round trip; the answer, or why there is none, is in the stores. */
  async calibrate(): Promise<void> {
    this.problem.set(null);
    this.isCalibrating.set(true);
    try {
      const capture = await this.acquire();
      const { channels } = this.settings.get();
      capture.setMonitor('off');
      capture.setChannels(channels === '2' ? '2' : '1');
      const found = await measureRoundTrip(capture).finally(() => this.#apply(capture));
      this.release();
      if ('refusal' in found) this.problem.set(found.refusal);
      else this.setLatency(found.seconds);
    } catch (failure) {
      this.problem.set(errorMessage(failure));
    } finally {
      this.isCalibrating.set(false);
    }
  }

  /** @param seconds as measured or typed; null goes back to what the browser believes */
  setLatency(seconds: number | null): void {
    if (!this.#capture) return;
    this.#roundTrips.set(this.#pair(this.#capture), seconds);
    this.#readLatency(this.#capture);
  }

  destroy(): void {
    this.#users = 0;
    this.#drop();
  }

  async #ensure(): Promise<Capture> {
    await this.#player.open();
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<Capture> {
    const player = this.#output;
    if (!player) throw new Error('The sound device is not open. Try again.');
    const opening: { capture?: Capture } = {};
    const isCurrent = () => opening.capture !== undefined && opening.capture === this.#capture;
    try {
      const capture = await Capture.open({
        player,
        deviceId: this.settings.get().deviceId,
        onLevel: (peak) => isCurrent() && this.level.set(peak),
        onLost: () => {
          if (!isCurrent()) return;
          this.#drop();
          this.problem.set('The input was disconnected.');
        },
      });
      opening.capture = capture;
      this.#capture = capture;
      this.level.set(0);
      this.#apply(capture);
      this.#readLatency(capture);
      this.devices.set(await listInputs());
      return capture;
    } catch (failure) {
      this.#opening = null;
      throw failure;
    }
  }

  async #reopen(): Promise<void> {
    if (this.#users === 0) return;
    this.#drop();
    try {
      await this.#ensure();
    } catch (failure) {
      this.problem.set(errorMessage(failure));
    }
  }

  #drop(): void {
    this.#capture?.close();
    if (this.#capture) this.#player.setLiveTrack(null);
    this.#capture = null;
    this.#opening = null;
    this.level.set(null);
  }

  #apply(capture: Capture): void {
    const { channels, monitor } = this.settings.get();
    capture.setChannels(channels);
    // The strips work at the studio's rate; a device of another one is heard as it is.
    const isOwnRate = capture.context.sampleRate === SAMPLE_RATE;
    capture.setMonitor(monitor === 'strip' && !isOwnRate ? 'dry' : monitor);
    this.#player.setLiveTrack(monitor === 'strip' && isOwnRate ? this.#trackId : null);
  }

  #pair({ device, context }: Capture): string {
    const sink = 'sinkId' in context && typeof context.sinkId === 'string' ? context.sinkId : '';
    return `${sink} ${device.id} ${context.sampleRate}`;
  }

  #readLatency(capture: Capture): void {
    const measured = this.#roundTrips.get(this.#pair(capture));
    const { context, device } = capture;
    const believed = outputLatency(context) + device.latency;
    this.latency.set({ seconds: measured ?? believed, isMeasured: measured !== null });
  }
}
