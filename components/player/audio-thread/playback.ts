// Everything between the stems and the sound device: the mix in song time, tempo and key, limiter, meters, rate.
import { clampToFullScale } from '@/audio/mix/full-scale';
import type { MixGraph } from '@/audio/mix/graph';
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import { Declicker } from '@/audio/playback/declicker';
import { makeSum } from '@/audio/playback/fade';
import { RateConverter } from '@/audio/rate-converter';
import { SAMPLE_RATE } from '@/audio/units';
import type { LoadedMix } from '../messages';
import type { Speed } from '../speed';
import { LOUDNESS_FIELDS, LoudnessTap } from './loudness-tap';
import { MetronomeVoice } from './metronome';
import { BLOCK_FRAMES, StreamingMixer } from './streaming-mixer';
import { TempoPitchStage } from './tempo-pitch-stage';

/** What the meters say since they were read last. */
export interface MeterFigures {
  /** METER_FIELDS numbers per strip, the master last. */
  levels: Float32Array;
  /** LOUDNESS_FIELDS numbers per strip, the master last. */
  loudness: Float32Array;
  /** What each strip's compressor and, last, the limiter takes off, in dB. */
  reductions: Float32Array;
}

/** Left and right of a block. */
export type StereoChannels = readonly [Float32Array, Float32Array];

/** Renders the output, block by block. `render` allocates nothing; all else is called between blocks. */
export class Playback {
  readonly tap = new LoudnessTap();
  readonly metronome = new MetronomeVoice();
  // A strip's delay is part of the mix: what is rendered now is heard of it so many frames later.
  readonly mixer: StreamingMixer = new StreamingMixer(this.tap, (position, frames, offset) =>
    this.metronome.note(position, frames, this.speed.written + offset + this.mixer.engine.mixLatency),
  );
  readonly speed = new TempoPitchStage(this.mixer);
  readonly #sum = makeSum(BLOCK_FRAMES);
  readonly #declicker = new Declicker();
  readonly #block = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)] as const;
  readonly #converter: RateConverter | null;
  readonly #rate: number;

  /** @param rate of the sound device */
  constructor(rate: number = SAMPLE_RATE) {
    this.#rate = rate;
    const isOwn = rate === SAMPLE_RATE;
    this.#converter = isOwn
      ? null
      : new RateConverter(SAMPLE_RATE, rate, this.#block, () => this.#fill(this.#block));
  }

  load(mix: LoadedMix): void {
    this.tap.resize(mix.tracks.length);
    if (!this.mixer.quiet) this.#declicker.arm();
    this.mixer.load(mix);
  }

  setMix(graph: MixGraph, speed: Speed): void {
    this.mixer.setGraph(graph);
    this.speed.setSpeed(speed);
  }

  /** Seconds from when the mixer is asked for a sample until the device is given it. */
  get latencySeconds(): number {
    const { mixer, speed } = this;
    const converter = this.#converter;
    const { latency, mixLatency } = mixer.engine;
    const frames = speed.latency + mixLatency / speed.rate + (latency - mixLatency);
    return (frames + (converter?.latency ?? 0)) / SAMPLE_RATE;
  }

  /** Writes a quantum of BLOCK_FRAMES at the device's rate to `outputs` (left, right): never beyond full scale. */
  render(outputs: StereoChannels): void {
    if (this.#converter) this.#converter.process(outputs[0], outputs[1], BLOCK_FRAMES);
    else this.#fill(outputs);
    clampToFullScale(outputs[0], BLOCK_FRAMES);
    clampToFullScale(outputs[1], BLOCK_FRAMES);
  }

  /** New figures for as many strips as there are. */
  makeFigures(): MeterFigures {
    const strips = this.mixer.trackCount + 1;
    return {
      levels: new Float32Array(strips * METER_FIELDS),
      loudness: new Float32Array(strips * LOUDNESS_FIELDS),
      reductions: new Float32Array(strips),
    };
  }

  readMeters({ levels, loudness, reductions }: MeterFigures): void {
    this.mixer.engine.meters.drain(levels);
    this.mixer.engine.readReductions(reductions);
    this.tap.read(loudness);
  }

  #fill(outputs: StereoChannels): void {
    const { engine } = this.mixer;
    const { droppedBlocks } = engine;
    this.speed.pull(this.#sum);
    engine.finish(this.#sum, BLOCK_FRAMES, outputs);
    // The meters still show what came before the silence, and would keep showing it.
    if (engine.droppedBlocks !== droppedBlocks) this.tap.reset(this.tap.steps.round);
    this.#declicker.process(outputs, BLOCK_FRAMES);
    this.tap.processMasterBlock(outputs[0], outputs[1], BLOCK_FRAMES);
    const { shownFrom, shownFrames } = this.speed;
    this.metronome.mix(outputs, BLOCK_FRAMES, shownFrom, shownFrames, engine.latency - engine.mixLatency);
  }
}
