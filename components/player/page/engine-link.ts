// The page's end of the audio thread: keeps what it must know until the device is open, then passes it on.
import type { MixGraph } from '@/audio/mix/graph';
import type { DecodedSegment, SegmentPart } from '../decoded-segment';
import type { LoadedMix, MoveCommand, PlayerCommand } from '../messages';
import type { Speed } from '../speed';
import type { Metronome, OutputTime } from '../types';
import { AudioOutput, type AudioOutputOptions } from './audio-output';
import { segmentKey } from './segment-plan';

type SegmentCommand = Extract<PlayerCommand, { type: 'segment' | 'part' }>;
/** In the order in which a new device is given them. */
const RETAINED = ['load', 'mix', 'measure', 'open-end', 'metronome', 'live', 'loop', 'seek'] as const;
type RetainedCommand = (typeof RETAINED)[number];

/** What a MoveCommand is without its number, which the link gives it. */
export type Move = MoveCommand extends infer Command
  ? Command extends MoveCommand
    ? Omit<Command, 'sequence'>
    : never
  : never;

/**
 * Commands may be given before there is a device: segments wait here, and of everything else the newest of each
 * kind. The device opens with `open`, inside a gesture, and opens anew after it was lost.
 */
export class EngineLink {
  /** Number of the newest move; older reports are out of date. */
  sequence = 0;
  #output: AudioOutput | null = null;
  #opening: Promise<void> | null = null;
  #connected = false;
  readonly #retained = new Map<RetainedCommand, PlayerCommand>();
  readonly #segments = new Map<string, SegmentCommand>();
  readonly #options: AudioOutputOptions;
  readonly #onOutput: (node: AudioNode) => void | Promise<void>;

  constructor(options: AudioOutputOptions, onOutput: (node: AudioNode) => void | Promise<void>) {
    this.#options = options;
    this.#onOutput = onOutput;
  }

  get now(): number {
    return this.#output?.now ?? 0;
  }

  get latency(): number {
    return this.#output?.latency ?? 0;
  }

  get outputTime(): OutputTime | null {
    return this.#output?.outputTime ?? null;
  }

  /**
   * Opens the device if necessary and starts it.
   * @throws Error with a message for the user
   */
  async open(): Promise<void> {
    this.#output ??= new AudioOutput(this.#options);
    // Asked for before anything is awaited: browsers count only what happens inside the gesture itself.
    const running = this.#output.resume();
    this.#opening ??= this.#connect(this.#output);
    try {
      await Promise.all([running, this.#opening]);
    } catch (reason) {
      if (!this.#connected) await this.close();
      throw reason;
    }
  }

  /** Exchanges the tracks and what they can play. */
  load({ tracks, stems, graph }: LoadedMix): void {
    this.#keep('load', { type: 'load', tracks, stems, graph });
  }

  /** Sets how the loaded tracks are mixed. */
  setMix(graph: MixGraph, speed: Speed): void {
    this.#keep('mix', { type: 'mix', graph, speed });
  }

  /** Begins a round of measuring loudness and peaks. */
  measure(round: number): void {
    this.#keep('measure', { type: 'measure', round });
  }

  /** Sets whether playback runs on behind the last clip. */
  setOpenEnded(isOpenEnded: boolean): void {
    this.#keep('open-end', { type: 'open-end', isOpenEnded });
  }

  /** Sets the click that sounds beside the mix; null for none. */
  setMetronome(metronome: Metronome | null): void {
    this.#keep('metronome', { type: 'metronome', metronome });
  }

  /** Lets what comes into the node of the player be heard through the strip of a track; null for none. */
  setLiveTrack(trackId: string | null): void {
    this.#keep('live', { type: 'live', trackId });
  }

  /** Moves the transport. A pause or a play only counts while there is a device. */
  move(move: Move): void {
    this.sequence++;
    const command = { ...move, sequence: this.sequence } as MoveCommand;
    if (command.type === 'loop' || command.type === 'seek') this.#keep(command.type, command);
    else if (this.#connected) this.#output?.send(command);
  }

  put(stemId: string, index: number, segment: DecodedSegment): void {
    const { left, right } = segment;
    this.#deliver(segmentKey(stemId, index), { type: 'segment', stemId, index, left, right });
  }

  /** What sounds first of a segment that will follow. */
  putPart(stemId: string, index: number, { left, right, from }: SegmentPart): void {
    this.#deliver(`${segmentKey(stemId, index)} part`, { type: 'part', stemId, index, left, right, from });
  }

  /** Gives up a segment and its part: returns what waited here; the audio thread sends the rest back in a report. */
  evict(stemId: string, index: number): DecodedSegment[] {
    const key = segmentKey(stemId, index);
    const keys = [key, `${key} part`];
    const waiting = keys.map((name) => this.#segments.get(name)).filter((segment) => segment !== undefined);
    for (const name of keys) this.#segments.delete(name);
    if (this.#connected) this.#output?.send({ type: 'evict', stemId, index });
    return waiting;
  }

  /** Closes the device and drops the segments it stored. */
  async close(): Promise<void> {
    const output = this.#output;
    this.#output = null;
    this.#opening = null;
    this.#connected = false;
    await output?.close();
  }

  async #connect(output: AudioOutput): Promise<void> {
    await this.#onOutput(await output.connect());
    if (output !== this.#output) throw new Error('The player was closed.');
    this.#connected = true;
    for (const kind of RETAINED) {
      const command = this.#retained.get(kind);
      if (command) output.send(command);
    }
    for (const segment of this.#segments.values()) this.#sendSegment(segment);
    this.#segments.clear();
  }

  #deliver(key: string, command: SegmentCommand): void {
    if (this.#connected) this.#sendSegment(command);
    else this.#segments.set(key, command);
  }

  #keep(kind: RetainedCommand, command: PlayerCommand): void {
    this.#retained.set(kind, command);
    if (this.#connected) this.#output?.send(command);
  }

  #sendSegment(segment: SegmentCommand): void {
    this.#output?.send(segment, [segment.left.buffer, segment.right.buffer]);
  }
}
