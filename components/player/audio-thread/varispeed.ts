// Plays the mix at another tempo and in another key, and gets there and back without a click.
import type { StereoSum } from '@/audio/mix/mix-bus';
import { clear, crossfade, makeSum } from '@/audio/playback/fade';
import { MixTape } from '@/audio/playback/mix-tape';
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
export class Varispeed {
  #mode: Mode = 'direct';
  #speed: Speed = NEUTRAL_SPEED;
  /** The speed of what the stretcher gave last. */
  #stretched: Speed = NEUTRAL_SPEED;
  #stretcher: TimeStretcher | null = null;
  readonly #tape = new MixTape();
  readonly #made = makeSum(BLOCK_FRAMES);
  readonly #other = makeSum(BLOCK_FRAMES);
  /** The frame on the tape that is heard next when the mix passes as it is. */
  #heard = 0;
  /** The frame on the tape where a start began. */
  #primed = 0;
  /** Input frames owed to the stretcher: a fraction. */
  #due = 0;
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

  /** Song samples that pass per sample heard. */
  get rate(): number {
    return this.#isStretched ? this.#speed.tempo : 1;
  }

  /** How many samples pass before what the song renders next is heard. */
  get latency(): number {
    if (!this.#isStretched) return this.#mode === 'direct' ? 0 : this.#tape.written - this.#heard;
    const { inputLatency = 0, outputLatency = 0 } = this.#stretcher ?? {};
    return Math.round(inputLatency / this.#speed.tempo) + outputLatency;
  }

  /** Writes the next BLOCK_FRAMES to `out`. */
  pull(out: StereoSum): void {
    const next = nextMode(this.#mode, this.#speed, this.#song, this.#stretcher !== null);
    if (next !== this.#mode) this.#enter(next);
    const stretcher = this.#stretcher;
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
    const tape = this.#tape;
    const stretcher = this.#stretcher;
    const stretched = this.#stretched;
    if (mode === 'gathering' && this.#mode === 'direct') this.#heard = tape.written;
    if (mode === 'leaving' && stretcher) this.#heard = tape.written - stretcher.lead(stretched);
    if (mode === 'priming') {
      tape.clear();
      this.#primed = tape.written;
    }
    this.#mode = mode;
    this.#passed = 0;
  }

  /** The mix as it is: at once, or after what was made ahead. */
  #pass(out: StereoSum): void {
    const song = this.#song;
    const tape = this.#tape;
    if (this.#mode === 'direct') {
      song.render(out, 0, BLOCK_FRAMES);
      tape.write(out, 0, BLOCK_FRAMES);
      return;
    }
    this.#make(Math.max(0, this.#heard + BLOCK_FRAMES - tape.written));
    this.#hear(out);
    if (this.#heard === tape.written) this.#enter('direct');
  }

  #gather(stretcher: TimeStretcher, out: StereoSum): void {
    const tape = this.#tape;
    const speed = this.#speed;
    const missing = stretcher.lead(speed) + BLOCK_FRAMES - (tape.written - this.#heard);
    this.#make(Math.min(2 * BLOCK_FRAMES, Math.max(0, missing)));
    this.#hear(out);
    if (missing <= 2 * BLOCK_FRAMES) this.#begin(stretcher, 'entering');
  }

  #blend(stretcher: TimeStretcher, out: StereoSum): void {
    this.#stretch(stretcher, out);
    this.#hear(this.#other);
    const isEntering = this.#mode === 'entering';
    crossfade(out, this.#other, isEntering, this.#passed, BLEND_FRAMES);
    this.#passed += BLOCK_FRAMES;
    if (this.#passed >= BLEND_FRAMES) this.#enter(isEntering ? 'stretching' : 'draining');
  }

  #stretch(stretcher: TimeStretcher, out: StereoSum): void {
    this.#stretched = this.#speed;
    this.#due += BLOCK_FRAMES * this.#speed.tempo;
    const taken = Math.floor(this.#due);
    this.#due -= taken;
    const from = this.#tape.written;
    this.#make(taken);
    stretcher.process(this.#tape, from, taken, BLOCK_FRAMES, out);
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
    const tape = this.#tape;
    for (let block = 0; block < PRIMING_BLOCKS; block++) {
      const missing = stretcher.lead(this.#speed) - (tape.written - this.#primed);
      this.#make(Math.min(BLOCK_FRAMES, missing));
      if (song.quiet) {
        // Nothing sounds yet: the start is still to come.
        this.#primed = tape.written;
        return;
      }
      if (missing <= BLOCK_FRAMES) {
        this.#begin(stretcher, 'stretching');
        return;
      }
    }
  }

  #begin(stretcher: TimeStretcher, mode: Mode): void {
    stretcher.start(this.#tape, this.#speed);
    this.#due = 0;
    this.#enter(mode);
  }

  /** Makes `frames` frames of song, or of silence where a jump waits for what is heard to fade out. */
  #make(frames: number): void {
    const song = this.#song;
    const made = this.#made;
    const tape = this.#tape;
    for (let done = 0; done < frames; done += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - done);
      if (song.landing && this.#isStretched && this.#mode !== 'priming') clear(made);
      else song.render(made, 0, count);
      tape.write(made, 0, count);
    }
  }

  #hear(out: StereoSum): void {
    this.#tape.read(this.#heard, BLOCK_FRAMES, out);
    this.#heard += BLOCK_FRAMES;
  }
}
