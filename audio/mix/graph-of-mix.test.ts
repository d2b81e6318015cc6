// From the shared mix to the engine's graph.

import { expect, it } from 'vitest';
import { CLOSED_SENDS, DEFAULT_DELAY, DEFAULT_REVERB } from '@/contract/processors/sends';
import { NEUTRAL_COMPRESSOR } from '../dynamics/compressor';
import { DEFAULT_LIMITER } from '../dynamics/limiter';
import { NEUTRAL_EQ } from '../filter/parametric-eq';
import { MixEngine } from './engine';
import { type MixGraph, neutralGraph } from './graph';
import { graphOfMix, type SharedMix, type SharedStrip } from './graph-of-mix';

const STRIP: SharedStrip = {
  gainDb: 0,
  pan: 0,
  mute: false,
  invert: false,
  eq: { bypass: false, ...NEUTRAL_EQ },
  compressor: { bypass: false, ...NEUTRAL_COMPRESSOR },
  sends: CLOSED_SENDS,
};
const MIX: SharedMix = {
  strips: { drums: STRIP, bass: STRIP },
  master: { gainDb: 0, eq: STRIP.eq, limiter: { on: false, ...DEFAULT_LIMITER } },
  reverb: DEFAULT_REVERB,
  delay: DEFAULT_DELAY,
  bpm: 0,
};

const FRAMES = 256;
const noise = (seed: number): Float32Array =>
  Float32Array.from({ length: FRAMES }, (_, i) => Math.sin((i + 1) * (i + seed) * 12.9898));

function mixed(graph: MixGraph): Float32Array[] {
  const engine = new MixEngine({ stemCount: 2, blockSize: FRAMES });
  engine.setGraph(graph);
  const outputs = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
  engine.process(
    [
      [noise(1), noise(2)],
      [noise(3), noise(4)],
    ],
    FRAMES,
    outputs,
  );
  return outputs;
}

it('plays an untouched mix as the plain sum, bit for bit', () => {
  expect(mixed(graphOfMix(MIX, ['drums', 'bass']))).toEqual(mixed(neutralGraph(2)));
});

it('follows the order of the stems, and knows stems that the mix does not', () => {
  const mix = { ...MIX, strips: { ...MIX.strips, bass: { ...STRIP, gainDb: -6 } } };
  const { strips } = graphOfMix(mix, ['bass', 'constructor', 'drums'], new Set(['drums']));
  expect(strips.map(({ gainDb, solo }) => [gainDb, solo])).toEqual([
    [-6, false],
    [0, false],
    [0, true],
  ]);
});

it('leads tracks into their groups, which are muted and soloed with them', () => {
  const grouped = { ...STRIP, group: 'band' };
  const strips = { drums: grouped, bass: grouped, band: STRIP, vocals: STRIP };
  const routes = (mix: SharedMix, soloed: readonly string[] = []) =>
    graphOfMix(mix, ['bass', 'band', 'drums', 'vocals'], new Set(soloed)).strips.map(
      ({ mute, solo, into }) => [mute, solo, into],
    );
  expect(routes({ ...MIX, strips })).toEqual([
    [false, false, 1],
    [false, false, undefined],
    [false, false, 1],
    [false, false, undefined],
  ]);
  expect(routes({ ...MIX, strips }, ['drums']).map(([, solo]) => solo)).toEqual([false, true, true, false]);
  expect(routes({ ...MIX, strips }, ['band']).map(([, solo]) => solo)).toEqual([true, true, true, false]);
  const muted = { ...MIX, strips: { ...strips, band: { ...STRIP, mute: true } } };
  expect(routes(muted).map(([mute]) => mute)).toEqual([true, true, true, false]);
});

it('leaves out what is bypassed or switched off', () => {
  const eq = { ...STRIP.eq, bypass: true, lowShelf: { hz: 80, gainDb: 6, q: 0.7 } };
  const compressor = { ...STRIP.compressor, bypass: true, ratio: 4 };
  const limiter = { on: true, ceilingDb: -3, releaseMs: 50 };
  const off = { ...MIX, strips: { drums: { ...STRIP, eq, compressor } }, master: { ...MIX.master, eq } };
  const bypassed = graphOfMix(off, ['drums']);
  expect(bypassed.strips[0]).toMatchObject({ eq: undefined, compressor: undefined });
  expect(bypassed.master).toMatchObject({ eq: undefined, limiter: null });
  const heard = { ...STRIP, eq: { ...eq, bypass: false }, compressor: { ...compressor, bypass: false } };
  const on = { ...MIX, strips: { drums: heard }, master: { ...MIX.master, limiter } };
  const played = graphOfMix(on, ['drums']);
  expect(played.strips[0]).toMatchObject({ eq: { lowShelf: eq.lowShelf }, compressor: { ratio: 4 } });
  expect(played.master.limiter).toMatchObject({ ceilingDb: -3, releaseMs: 50 });
});

it('sets the delay in milliseconds, by note values where the tempo of the recording is known', () => {
  const delay = { ...DEFAULT_DELAY, leftNote: 7, feedback: 0.5 };
  const { leftNote, rightNote, ...free } = delay;
  expect(graphOfMix({ ...MIX, delay }, []).delay).toEqual(free);
  expect(graphOfMix({ ...MIX, delay, bpm: 100 }, []).delay).toEqual({ ...free, leftMs: 450 });
});

it('carries clips and automation, and refuses positions between samples', () => {
  const clip = { start: 10, sourceStart: 20, length: 30, fadeIn: 5, fadeOut: 6 };
  const automation = { gainDb: [{ at: 100, value: -12 }] };
  const mix = { ...MIX, strips: { drums: { ...STRIP, clips: [clip], automation } } };
  const [strip] = graphOfMix(mix, ['drums']).strips;
  expect(strip).toMatchObject({ clips: [clip], automation: { gainDb: automation.gainDb, pan: [] } });
  expect(graphOfMix(MIX, ['drums']).strips[0]).toMatchObject({ clips: null, automation: undefined });
  const between = { ...MIX, strips: { drums: { ...STRIP, clips: [{ ...clip, start: 0.5 }] } } };
  expect(() => graphOfMix(between, ['drums'])).toThrow(RangeError);
});
