// The audio thread without a browser: one clock, all stems in sync, smooth wherever it starts, stops or
// jumps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralGraph } from '@/audio/mix/graph';
import { FADE_SAMPLES } from '@/audio/playback/fade';
import { samples } from '@/audio/units';
import { at, required } from '@/contract/required';
import type { DecodedSegment } from '../decoded-segment';
import { tracksOf } from '../testing/tracks-of';
import { Playback } from './playback';
import { BLOCK_FRAMES } from './streaming-mixer';
import type { Transport } from './transport';

const SEGMENT = 4096;
const LENGTH = 40 * SEGMENT + 100;
const IDS = ['a', 'b', 'c'];

/**
 * Stem k contains its own position times 2^-k on the left and its negative on the right: any skew changes the
 * sum.
 */
const valueAt = (stem: number, position: number) => (position + 1) * 2 ** -(20 + stem);
const sumAt = (position: number) => IDS.reduce((sum, _, stem) => sum + valueAt(stem, position), 0);

/** Segments are only read, so that every mixer may have the same ones. */
const segments = new Map<string, DecodedSegment>();

function windowOf(stem: number, index: number): DecodedSegment {
  const key = `${stem}/${index}`;
  const known = segments.get(key);
  if (known) return known;
  const size = Math.min(SEGMENT, LENGTH - index * SEGMENT);
  const left = Float32Array.from({ length: size }, (_, i) => valueAt(stem, index * SEGMENT + i));
  const segment = { left, right: left.map((value) => -value) };
  segments.set(key, segment);
  return segment;
}

/** The mix as a device receives it, and the internals. */
class HeardMixer {
  readonly playback = new Playback();
  readonly transport = this.playback.mixer.transport;

  get store() {
    return this.playback.mixer.store;
  }

  load(ids: readonly string[], graph = neutralGraph(ids.length)): void {
    const stems = ids.map((id) => ({ id, lengthSamples: LENGTH, segmentSamples: SEGMENT }));
    this.playback.load({ tracks: tracksOf(stems), stems, graph });
  }
}

const putSegment = (mixer: HeardMixer, stem: number, index: number) =>
  mixer.store.put(at(IDS, stem), index, windowOf(stem, index));

function loaded(absent: (stem: number, index: number) => boolean = () => false): HeardMixer {
  const mixer = new HeardMixer();
  mixer.load(IDS);
  for (let stem = 0; stem < IDS.length; stem++) {
    for (let index = 0; index * SEGMENT < LENGTH; index++) {
      if (!absent(stem, index)) putSegment(mixer, stem, index);
    }
  }
  return mixer;
}

const output = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)] as const;

function render(mixer: HeardMixer, blocks: number): number[] {
  const heard: number[] = [];
  for (let block = 0; block < blocks; block++) {
    mixer.playback.render(output);
    heard.push(...output[0]);
  }
  return heard;
}

/** Rounded as the engine stores its output. */
const exact = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => Math.fround(sumAt(from + i)));

/** One thing somebody does, far enough from the end of the song not to reach it, and how long they then listen. */
const press = fc.record({
  blocks: fc.integer({ min: 1, max: 40 }),
  press: fc.constantFrom('play', 'pause', 'seek', 'loop', 'straight', 'nothing'),
  at: fc.integer({ min: 0, max: LENGTH / 2 }),
  size: fc.integer({ min: 441, max: 1500 }),
});

interface Where {
  readonly at: number;
  readonly size: number;
}

const PRESS = {
  play: (transport: Transport) => transport.play(),
  pause: (transport: Transport) => transport.pause(),
  seek: (transport: Transport, { at }: Where) => transport.seek(at),
  loop: (transport: Transport, { at, size }: Where) =>
    transport.setLoop({ start: samples(at), end: samples(at + size) }),
  straight: (transport: Transport) => transport.setLoop(null),
  nothing: () => undefined,
};

describe('StreamingMixer', () => {
  it('fades in from silence and then plays the exact sum to the last sample', () => {
    const mixer = loaded();
    mixer.transport.seek(LENGTH - 1000);
    expect(render(mixer, 2).every((value) => value === 0)).toBe(true);
    mixer.transport.play();
    const heard = render(mixer, 10);
    expect(heard[0]).toBe(0);
    expect(heard.slice(FADE_SAMPLES, 1000)).toEqual(exact(LENGTH - 1000 + FADE_SAMPLES, 1000 - FADE_SAMPLES));
    expect(heard.slice(1000).every((value) => value === 0)).toBe(true);
    expect(output[1].every((value, i) => value + at(output[0], i) === 0)).toBe(true);
    expect(mixer.transport).toMatchObject({ status: 'paused', position: LENGTH });
    mixer.transport.play();
    expect(mixer.transport.target).toBe(0);
  });

  it('pauses every stem for a late one and continues exactly where they stopped', () => {
    const mixer = loaded((stem, index) => stem === 1 && index === 20);
    mixer.transport.seek(16 * SEGMENT);
    mixer.transport.play();
    const before = render(mixer, (5 * SEGMENT) / BLOCK_FRAMES);
    expect(mixer.transport.status).toBe('holding');
    const stopped = mixer.transport.position;
    expect(stopped).toBeLessThanOrEqual(20 * SEGMENT);
    expect(stopped).toBeGreaterThan(20 * SEGMENT - 2 * BLOCK_FRAMES - FADE_SAMPLES);
    const sounding = stopped - 16 * SEGMENT;
    expect(before.slice(sounding).every((value) => value === 0)).toBe(true);
    putSegment(mixer, 1, 20);
    const after = render(mixer, 20);
    expect(mixer.transport.status).toBe('playing');
    expect(after.slice(FADE_SAMPLES)).toEqual(exact(stopped + FADE_SAMPLES, after.length - FADE_SAMPLES));
  });

  it('repeats a loop in its exact length, from its exact first sample', () => {
    const mixer = loaded();
    const [start, end] = [5 * SEGMENT, 5 * SEGMENT + 1001];
    mixer.transport.setLoop({ start: samples(start), end: samples(end) });
    mixer.transport.seek(start);
    mixer.transport.play();
    const heard = render(mixer, 40);
    for (let round = 1; round < 4; round++) {
      const body = 1001 - FADE_SAMPLES;
      expect(heard.slice(round * 1001, round * 1001 + body)).toEqual(exact(start, body));
    }
  });

  it('never jumps in level, whatever is pressed and whatever is missing', () => {
    const missing = fc.uniqueArray(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 20 })), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(press, { minLength: 4, maxLength: 12 }), missing, (presses, gaps) => {
        const mixer = loaded((stem, index) => gaps.some(([s, i]) => s === stem && i === index));
        mixer.transport.play();
        const heard = presses.flatMap((one) => {
          PRESS[one.press](mixer.transport, one);
          return render(mixer, one.blocks);
        });
        const jumps = heard.slice(1).map((value, i) => Math.abs(value - at(heard, i)));
        // The steepest raised cosine climbs pi / 2 / FADE_SAMPLES of the loudest sample from one to the next.
        const steepest = (sumAt(LENGTH) * Math.PI) / 2 / FADE_SAMPLES + sumAt(1);
        expect(Math.max(...jumps)).toBeLessThanOrEqual(steepest);
      }),
      { numRuns: 25 },
    );
  });

  it('shifts by the exact number of samples, blended over without a step', () => {
    for (const by of [-700, -88, 88, 5_000]) {
      const mixer = loaded();
      mixer.transport.seek(10_000);
      mixer.transport.play();
      const before = render(mixer, 10);
      mixer.playback.mixer.shift(by);
      const after = render(mixer, 10);
      const from = 10_000 + 10 * BLOCK_FRAMES + by + FADE_SAMPLES;
      expect(after.slice(FADE_SAMPLES)).toEqual(exact(from, after.length - FADE_SAMPLES));
      const heard = [...before.slice(FADE_SAMPLES), ...after];
      const jumps = heard.slice(1).map((value, i) => Math.abs(value - at(heard, i)));
      const blended = (Math.abs(sumAt(from) - sumAt(from - by)) * Math.PI) / 2 / FADE_SAMPLES;
      expect(Math.max(...jumps)).toBeLessThanOrEqual(blended + 2 * sumAt(0));
    }
  });

  it('does not shift across the seam of a loop, and jumps where a shift leads to what is not loaded', () => {
    const mixer = loaded((_, index) => index === 12);
    const loop = { start: samples(5 * SEGMENT), end: samples(5 * SEGMENT + 4_000) };
    mixer.transport.setLoop(loop);
    mixer.transport.seek(loop.end - 700);
    mixer.transport.play();
    render(mixer, 3);
    mixer.playback.mixer.shift(100);
    expect(mixer.transport.position).toBe(loop.end - 700 + 3 * BLOCK_FRAMES);
    mixer.transport.setLoop(null);
    render(mixer, 20);
    mixer.playback.mixer.shift(12 * SEGMENT - mixer.transport.position);
    render(mixer, 10);
    expect(mixer.transport.status).toBe('holding');
    expect(mixer.transport.position).toBe(12 * SEGMENT);
    for (let stem = 0; stem < 3; stem++) putSegment(mixer, stem, 12);
    render(mixer, 1);
    expect(mixer.transport.status).toBe('playing');
  });

  it('keeps playing when a stem joins, and waits for it like for any other', () => {
    const mixer = loaded();
    mixer.transport.seek(1000);
    mixer.transport.play();
    render(mixer, 10);
    mixer.load([...IDS, 'd']);
    render(mixer, 10);
    expect(mixer.transport.status).toBe('holding');
    for (let index = 0; index < 10; index++) {
      mixer.store.put('d', index, { left: new Float32Array(SEGMENT), right: new Float32Array(SEGMENT) });
    }
    render(mixer, 1);
    expect(mixer.transport.status).toBe('playing');
  });

  it('exchanges stems that sound without a step', () => {
    const mixer = new HeardMixer();
    const fill = (id: string, level: number) => {
      const flat = new Float32Array(SEGMENT).fill(level);
      for (let index = 0; index < 4; index++) mixer.store.put(id, index, { left: flat, right: flat });
    };
    const limited = { ...neutralGraph(1), master: { gainDb: 0, limiter: { ceilingDb: -1, releaseMs: 80 } } };
    mixer.load(['a'], limited);
    fill('a', 0.5);
    mixer.transport.seek(500);
    mixer.transport.play();
    const before = render(mixer, 20);
    mixer.load(['b'], limited);
    fill('b', -0.25);
    const heard = [...before, ...render(mixer, 20)];
    const jumps = heard.slice(1).map((value, i) => Math.abs(value - at(heard, i)));
    expect(heard[20 * BLOCK_FRAMES - 1]).toBe(0.5);
    expect(heard.at(-1)).toBe(-0.25);
    expect(Math.max(...jumps)).toBeLessThan((0.8 * Math.PI) / FADE_SAMPLES);
  });

  it('plays the source that a clip names, and nothing for one that is not there', () => {
    const mixer = loaded();
    const shape = { start: samples(0), length: samples(2_000), fadeIn: samples(0), fadeOut: samples(0) };
    const clips = [
      { ...shape, sourceStart: samples(300), source: 'c' },
      { ...shape, start: samples(2_000), sourceStart: samples(0), source: 'gone' },
    ];
    const strip = { gainDb: 0, pan: 0, mute: false, clips };
    const stems = IDS.map((id) => ({ id, lengthSamples: LENGTH, segmentSamples: SEGMENT }));
    const tracks = [{ id: 'guitar', stemId: null, lengthSamples: 0 }];
    mixer.playback.load({ tracks, stems, graph: { ...neutralGraph(1), strips: [strip] } });
    mixer.transport.seek(500);
    mixer.transport.play();
    const heard = render(mixer, 20);
    expect(heard[1_000]).toBe(valueAt(2, 1_800));
    expect(heard.slice(1_600, 2_400).every((value) => value === 0)).toBe(true);
  });

  it('runs on in silence behind the end, and begins there or without any stem, while it is open-ended', () => {
    const mixer = loaded();
    mixer.transport.isOpenEnded = true;
    mixer.transport.seek(LENGTH + 500);
    mixer.transport.play();
    expect(render(mixer, 4).every((sample) => sample === 0)).toBe(true);
    expect(mixer.transport.position).toBe(LENGTH + 500 + 4 * BLOCK_FRAMES);
    expect(mixer.transport.status).toBe('playing');
    mixer.transport.isOpenEnded = false;
    render(mixer, 2);
    expect(mixer.transport.status).toBe('paused');
    const empty = new HeardMixer();
    empty.load([]);
    empty.transport.isOpenEnded = true;
    empty.transport.play();
    render(empty, 3);
    expect(empty.transport.position).toBe(3 * BLOCK_FRAMES);
  });

  it('does what the strips say', () => {
    const mixer = loaded();
    const [first, ...others] = neutralGraph(3).strips;
    const graph = { ...neutralGraph(3), strips: [{ ...required(first, 'a strip'), solo: true }, ...others] };
    mixer.playback.setMix(graph, { tempo: 1, keySemitones: 0 });
    mixer.transport.play();
    expect(render(mixer, 1)[5]).toBe(valueAt(0, 5));
  });
});
