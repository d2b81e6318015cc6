// The interface of the player: its commands and reports, tracks and stems, transport state and levels.
import type { ClickGrid } from '@/audio/tempo/click-grid';
import type { ClickSound } from '@/audio/tempo/click-sounds';
import type { Samples } from '@/audio/units';
import type { MixState } from '@/document/schema';

/** One track as the player needs to know it. */
export interface PlayerTrack {
  readonly id: string;
  /** The stem that it plays where its clips name no other; null for none. */
  readonly stemId: string | null;
  /** Of that stem, in samples. */
  readonly lengthSamples: number;
}

/** One source of audio as the player needs to know it. Lengths are in samples at 44.1 kHz. */
export interface PlayerStem {
  readonly id: string;
  /** Which audio it is: a stem that is played in another way has the same id and another source. */
  readonly sourceId?: string;
  readonly lengthSamples: number;
  readonly segmentSamples: number;
  /** Stored samples are the stem x 2^-headroomBits. */
  readonly headroomBits: number;
}

/** Fetches one stored segment (24-bit FLAC) of one stem; rejects when it cannot be had. */
export type FetchSegment = (stemId: string, index: number, signal: AbortSignal) => Promise<ArrayBuffer>;

/** Where playback repeats: `start` plays right after the sample before `end`. */
export interface LoopRange {
  readonly start: Samples;
  readonly end: Samples;
}

/**
 * idle: no tracks. loading: tracks are set, the first segments are on their way. holding: play was pressed and
 * every track waits, together, for a late one. error: see `error`; the next play() or seek() tries again.
 */
export type PlayerStatus = 'idle' | 'loading' | 'playing' | 'paused' | 'holding' | 'error';

/** A snapshot; the same object is returned until something in it changes. */
export interface PlayerState {
  readonly status: PlayerStatus;
  /** The sample that is audible, corrected for output latency; refreshed about 30 times a second. */
  readonly position: Samples;
  /** Where the last clip of all tracks ends. */
  readonly length: Samples;
  readonly loop: LoopRange | null;
  /** A message for the user, only when status is `error`. */
  readonly error: string | null;
}

/** A click on every beat beside the mix: no meter measures it, and no export has it. */
export interface Metronome {
  readonly grid: ClickGrid;
  /** Linear */
  readonly gain: number;
  readonly sound: ClickSound;
}

/** What a meter shows of a strip or of the master. Silence is -Infinity. */
export interface StripReading {
  /** Left and right, in dBFS: the highest sample, and the mean of the energy, over about 33 ms. */
  readonly peakDb: readonly [number, number];
  readonly rmsDb: readonly [number, number];
  /** Loudness of the last 400 ms, of the last 3 s, and since measuring began. */
  readonly momentaryLufs: number;
  readonly shortTermLufs: number;
  readonly integratedLufs: number;
  /** The highest true peak since measuring began. */
  readonly truePeakDbtp: number;
  /** What the strip's compressor takes off, for the master its limiter, in dB: 0 or more. */
  readonly reductionDb: number;
}

/** After fader, pan, mute and solo, 30 times a second; tracks in song time, the master as it is output. */
export interface MeterReading {
  readonly tracks: Readonly<Record<string, StripReading>>;
  readonly master: StripReading;
}

/** What the audio thread renders when: at context time `time` (seconds) the sample `position`. */
export interface RenderClock {
  readonly position: number;
  readonly time: number;
  readonly moving: boolean;
  /** Song samples per output sample. */
  readonly rate: number;
}

/** The frame of context time `contextTime` (seconds) leaves the sound device at `performanceMs` of performance.now(). */
export interface OutputTime {
  readonly contextTime: number;
  readonly performanceMs: number;
}

/** The player as pages see it; StudioPlayer implements it, tests may fake it. */
export interface Player {
  /**
   * Replaces the tracks and what they can play, and starts fetching at position 0. Stems whose description is unchanged
   * keep playing.
   */
  load(tracks: readonly PlayerTrack[], stems: readonly PlayerStem[]): void;
  /**
   * Up to where all stems are available, Infinity by default: playback waits where the next samples are not.
   */
  setAvailable(samples: number): void;
  /** The mix to play; tracks in `soloed`, when there are any, silence the others for this listener only. */
  setMix(mix: MixState, soloed: ReadonlySet<string>): void;
  /** Opens the sound device without playing; call it from a user gesture. Rejects with a message when it cannot. */
  open(): Promise<void>;
  /**
   * Call from a user gesture. Resolves when the audio device runs; rejects with a message when it cannot.
   * @param at context time (seconds) of the first sample, to within a block; at once by default
   */
  play(at?: number): Promise<void>;
  pause(): void;
  /** Jumps to `position`, clamped to the song, playing or not. */
  seek(position: Samples): void;
  /**
   * Goes on so many samples later in the song, earlier when negative, without a click; for a few samples at a time. Does
   * nothing where that would be heard, as at the seam of a loop.
   */
  shift(by: number): void;
  /** Ranges shorter than 10 ms and ranges outside the song are widened or cut to fit; null plays straight on. */
  setLoop(range: LoopRange | null): void;
  /** Whether playback runs on in silence behind the last clip, for as long as somebody records. */
  setOpenEnded(isOpenEnded: boolean): void;
  /** Lets a click sound with whatever plays; null for none. */
  setMetronome(metronome: Metronome | null): void;
  /**
   * Lets what is connected to the player's node (`onOutput`) be heard through the strip of a track, playing or not; null
   * for none. It works where the device has the studio's rate.
   */
  setLiveTrack(trackId: string | null): void;
  getState(): PlayerState;
  /** What is rendered when, for what has to be in time with it to the sample. */
  getClock(): RenderClock;
  /** When what is rendered is heard; null before the device runs. */
  getOutputTime(): OutputTime | null;
  /** The sample that is audible at this very moment, for a playhead that is drawn on every frame. */
  getPlayhead(): Samples;
  /** Called after every change of getState(), about 30 times a second while playing. Returns the way out. */
  subscribe(listener: () => void): () => void;
  /** The newest reading. */
  readMeters(): MeterReading;
  subscribeMeters(listener: (reading: MeterReading) => void): () => void;
  /** Begins anew to measure integrated loudness and true peak; playing from the start does so by itself. */
  resetMeters(): void;
  /** Stops the sound and every fetch, and frees the audio device. The player cannot be used afterwards. */
  dispose(): void;
}

export interface StudioPlayerOptions {
  readonly fetchSegment: FetchSegment;
  /**
   * Where the bundled player.js (the worklet) and decoder.js (a worker) are served; `/worklets` by default.
   */
  readonly scriptsUrl?: string;
  /** `interactive` responds faster, `playback` is safer on slow machines; `balanced` by default. */
  readonly latencyHint?: AudioContextLatencyCategory;
  /**
   * Receives the node that carries the mix, each time a device is opened: for recording or analysing it. The first
   * sample waits for the promise.
   */
  readonly onOutput?: (node: AudioNode) => void | Promise<void>;
}
