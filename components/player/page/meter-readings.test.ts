// The meters' figures: what the audio thread measures, named and made loudness of, and begun anew when asked.
import { describe, expect, it } from 'vitest';
import { neutralGraph } from '@/audio/mix/graph';
import { required } from '@/contract/required';
import { Playback } from '../audio-thread/playback';
import { BLOCK_FRAMES } from '../audio-thread/streaming-mixer';
import { tracksOf } from '../testing/tracks-of';
import { MeterReadings } from './meter-readings';

const RATE = 44_100;
const SEGMENT = 262_144;
const LENGTH = 2 * SEGMENT;
const output = [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)] as const;

/** A stem whose sine of 997 Hz has its peak at -20 dBFS on both sides, and a silent one. */
function playing(tempo = 1): Playback {
  const playback = new Playback();
  const stems = ['tone', 'silence'].map((id) => ({ id, lengthSamples: LENGTH, segmentSamples: SEGMENT }));
  playback.load({ tracks: tracksOf(stems), stems, graph: neutralGraph(2) });
  playback.setMix(neutralGraph(2), { tempo, keySemitones: 0 });
  for (const index of [0, 1]) {
    const tone = Float32Array.from(
      { length: SEGMENT },
      (_, i) => 0.1 * Math.sin((2 * Math.PI * 997 * (i + index * SEGMENT)) / RATE),
    );
    playback.mixer.store.put('tone', index, { left: tone, right: tone });
    const silence = new Float32Array(SEGMENT);
    playback.mixer.store.put('silence', index, { left: silence, right: silence });
  }
  playback.mixer.transport.play();
  return playback;
}

/** Plays and follows it as the page does, 30 times a second. */
function follow(playback: Playback, book: MeterReadings, seconds: number): void {
  const figures = playback.makeFigures();
  for (let report = 0; report < seconds * 30; report++) {
    for (let block = 0; block < RATE / 30 / BLOCK_FRAMES; block++) playback.render(output);
    playback.readMeters(figures);
    book.follow({ ...figures, steps: { ...playback.tap.steps }, reductions: new Float32Array(3) });
  }
}

describe('MeterReadings', () => {
  it('reads a tone as a broadcaster does, per strip and for the master', () => {
    const [playback, book] = [playing(), new MeterReadings()];
    book.reset(['tone', 'silence']);
    playback.tap.reset(book.round);
    follow(playback, book, 4);
    const { tracks, master } = book.reading;
    for (const strip of [required(tracks.tone, 'its reading'), master]) {
      expect(strip.peakDb[0]).toBeCloseTo(-20, 1);
      expect(strip.rmsDb[1]).toBeCloseTo(-23.01, 1);
      expect(strip.momentaryLufs).toBeCloseTo(-20, 1);
      expect(strip.shortTermLufs).toBeCloseTo(-20, 1);
      expect(strip.integratedLufs).toBeCloseTo(-20, 1);
      expect(strip.truePeakDbtp).toBeCloseTo(-20, 1);
    }
    expect(tracks.silence).toMatchObject({ integratedLufs: -Infinity, truePeakDbtp: -Infinity });
  });

  it('begins anew when asked, and is not misled by a report of before', () => {
    const [playback, book] = [playing(), new MeterReadings()];
    book.reset(['tone', 'silence']);
    playback.tap.reset(book.round);
    follow(playback, book, 1);
    book.reset(['tone', 'silence']);
    follow(playback, book, 1);
    expect(book.reading.master.integratedLufs).toBe(-Infinity);
    playback.tap.reset(book.round);
    follow(playback, book, 1);
    expect(book.reading.master.integratedLufs).toBeCloseTo(-20, 1);
  });
});
