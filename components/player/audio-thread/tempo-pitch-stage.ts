// Plays the mix at another tempo and in another key, and gets there and back without a click.
import type { StereoSum } from '@/audio/mix/mix-bus';
import { clear, crossfade, makeSum } from '@/audio/playback/fade';
import { StereoRingBuffer } from '@/audio/playback/stereo-ring-buffer';
import { NEUTRAL_SPEED, type Speed } from '../speed';
import { type Mode, nextMode, type SongSource } from './speed-mode';
import { BLOCK_FRAMES } from './streaming-mixer';
import type { TimeStretcher } from './time-stretcher';

/** Over so many frames the plain and the stretched mix are blended: 23 ms. */
const BLEND_FRAMES = 1024;
/** Over so many frames the sound is faded out when playback jumps. */
const CLOSE_FRAMES = 256;
/** Blocks made at once before a start: enough for a quick start, few enough for the audio thread. */
const PRIMING_BLOCKS = 4;

/** Pulls the mix from `song`. `pull` allocates nothing; setters are called between blocks. */
export class TempoPitchStage {
  #mode: Mode = 'direct';
  #speed: Speed = NEUTRAL_SPEED;
  /** The speed of what the stretcher gave last. */
  #stretched: Speed = NEUTRAL_SPEED;
  #stretcher: TimeStretcher | null = null;
  readonly #buffer = new StereoRingBuffer();
  readonly #made = makeSum(BLOCK_FRAMES);
  readonly #other = makeSum(BLOCK_FRAMES);
  /** The frame in the buffer that is output next when the mix passes unchanged. */
  #emitted = 0;
  /** The frame in the ring buffer at which a start began. */
  #primed = 0;
  /** Input frames due to the stretcher: a fraction. */
  #due = 0;
  /** The first frame of the mix that the last block held, and how many: none of what is silent before a start. */
  shownFrom = 0;
  shownFrames = 0;
  /** Frames of the blend or fade under way that have passed. */
  #passed = 0;
  readonly #song: SongSource;

  constructor(song: SongSource) {
    this.#song = song;
  }

  /** Until there is a stretcher, a song that is to be stretched does not start. */
  setStretcher(stretcher: TimeStretcher): void {
    this.#stretcher = stretcher;
    stretcher.set(this.#speed);
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed;
    this.#stretcher?.set(speed);
  }

  /** Song samples that pass per output sample. */
  get rate(): number {
    return this.#isStretched ? this.#speed.tempo : 1;
  }

  /** How many samples pass before what the song renders next is audible. */
  get latency(): number {
    if (!this.#isStretched) return this.#mode === 'direct' ? 0 : this.#buffer.written - this.#emitted;
    const { inputLatency = 0, outputLatency = 0 } = this.#stretcher ?? {};
    return Math.round(inputLatency / this.#speed.tempo) + outputLatency;
  }

  /** The frame of the mix that is rendered next; all are counted from the first one. */
  get written(): number {
    return this.#buffer.written;
  }

  /** Writes the next BLOCK_FRAMES to `out`. */
  pull(out: StereoSum): void {
    const next = nextMode(this.#mode, this.#speed, this.#song, this.#stretcher !== null);
    if (next !== this.#mode) this.#enter(next);
    const stretcher = this.#stretcher;
    this.shownFrames = 0;
    // Without a stretcher, a song that is to be stretched waits in silence.
    if (this.#mode === 'direct' || this.#mode === 'draining') this.#pass(out);
    else if (!stretcher) clear(out);
    else if (this.#mode === 'closing') this.#close(stretcher, out);
    else if (this.#mode === 'priming') this.#prime(stretcher, out);
    else if (this.#mode === 'gathering') this.#gather(stretcher, out);
    else if (this.#mode === 'stretching') this.#stretch(stretcher, out);
    else this.#blend(stretcher, out);
  }

  get #isStretched(): boolean {
    return this.#mode !== 'direct' && this.#mode !== 'gathering' && this.#mode !== 'draining';
  }

  #enter(mode: Mode): void {
    const buffer = this.#buffer;
    const stretcher = this.#stretcher;
    const stretched = this.#stretched;
    if (mode === 'gathering' && this.#mode === 'direct') this.#emitted = buffer.written;
    if (mode === 'leaving' && stretcher) this.#emitted = buffer.written - stretcher.lead(stretched);
    if (mode === 'priming') {
      buffer.clear();
      this.#primed = buffer.written;
    }
    this.#mode = mode;
    this.#passed = 0;
  }

  /** The mix as it is: at once, or after what was made ahead. */
  #pass(out: StereoSum): void {
    const song = this.#song;
    const buffer = this.#buffer;
    if (this.#mode === 'direct') {
      this.#show(buffer.written, BLOCK_FRAMES);
      song.render(out, 0, BLOCK_FRAMES);
      buffer.write(out, 0, BLOCK_FRAMES);
      return;
    }
    this.#make(Math.max(0, this.#emitted + BLOCK_FRAMES - buffer.written));
    this.#show(this.#emitted, BLOCK_FRAMES);
    this.#emit(out);
    if (this.#emitted === buffer.written) this.#enter('direct');
  }

  #gather(stretcher: TimeStretcher, out: StereoSum): void {
    const buffer = this.#buffer;
    const speed = this.#speed;
    const missing = stretcher.lead(speed) + BLOCK_FRAMES - (buffer.written - this.#emitted);
    this.#make(Math.min(2 * BLOCK_FRAMES, Math.max(0, missing)));
    this.#show(this.#emitted, BLOCK_FRAMES);
    this.#emit(out);
    if (missing <= 2 * BLOCK_FRAMES) this.#begin(stretcher, 'entering');
  }

  #blend(stretcher: TimeStretcher, out: StereoSum): void {
    this.#stretch(stretcher, out);
    this.#emit(this.#other);
    const isEntering = this.#mode === 'entering';
    crossfade(out, this.#other, isEntering, this.#passed, BLEND_FRAMES);
    this.#passed += BLOCK_FRAMES;
    if (this.#passed >= BLEND_FRAMES) this.#enter(isEntering ? 'stretching' : 'draining');
  }

  #stretch(stretcher: TimeStretcher, out: StereoSum): void {
    this.#stretched = this.#speed;
    this.#due += BLOCK_FRAMES * this.#speed.tempo;
    const consumed = Math.floor(this.#due);
    this.#due -= consumed;
    const from = this.#buffer.written;
    this.#show(from - stretcher.lead(this.#speed), consumed);
    this.#make(consumed);
    stretcher.process(this.#buffer, from, consumed, BLOCK_FRAMES, out);
  }

  #close(stretcher: TimeStretcher, out: StereoSum): void {
    this.#stretch(stretcher, out);
    clear(this.#other);
    crossfade(out, this.#other, false, this.#passed, CLOSE_FRAMES);
    this.#passed += BLOCK_FRAMES;
    if (this.#passed >= CLOSE_FRAMES) this.#enter('priming');
  }

  #prime(stretcher: TimeStretcher, out: StereoSum): void {
    clear(out);
    const song = this.#song;
    const buffer = this.#buffer;
    for (let block = 0; block < PRIMING_BLOCKS; block++) {
      const missing = stretcher.lead(this.#speed) - (buffer.written - this.#primed);
      this.#make(Math.min(BLOCK_FRAMES, missing));
      if (song.quiet) {
        // Nothing sounds yet: the start is still to come.
        this.#primed = buffer.written;
        return;
      }
      if (missing <= BLOCK_FRAMES) {
        this.#begin(stretcher, 'stretching');
        return;
      }
    }
  }

  #begin(stretcher: TimeStretcher, mode: Mode): void {
    stretcher.start(this.#buffer, this.#speed);
    this.#due = 0;
    this.#enter(mode);
  }

  /** Renders `frames` frames of song, or of silence while a jump waits for the output to fade out. */
  #make(frames: number): void {
    const song = this.#song;
    const made = this.#made;
    const buffer = this.#buffer;
    for (let done = 0; done < frames; done += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - done);
      if (song.landing && this.#isStretched && this.#mode !== 'priming') clear(made);
      else song.render(made, 0, count);
      buffer.write(made, 0, count);
    }
  }

  #show(from: number, frames: number): void {
    this.shownFrom = from;
    this.shownFrames = frames;
  }

  #emit(out: StereoSum): void {
    this.#buffer.read(this.#emitted, BLOCK_FRAMES, out);
    this.#emitted += BLOCK_FRAMES;
  }
}
