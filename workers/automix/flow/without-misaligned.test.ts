// Tracks whose beats turn out to be unrelated in a set do not play together; others stay as planned.
import { describe, expect, it } from 'vitest';
import { readAttacks } from '@/audio/automix/analyse/attack-curves';
import { planSet } from '@/audio/automix/plan/plan';
import { type PlacedTransition, positionOfBar, timelineOf } from '@/audio/automix/render/set-timeline';
import { NO_COMMON_ATTACKS, NO_COMMON_BEAT } from '@/audio/automix/report/attack-alignment';
import { testTrack } from '@/audio/automix/testing/analysed-tracks';
import { createRealFft } from '@/audio/fft';
import { LEVEL_FRAME } from '@/audio/track/band-levels';
import { driftingBeats, makeTrack, steadyBeats, TestTrack } from '@/audio/track/testing/small-tracks';
import { SAMPLE_RATE } from '@/audio/units';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { ATTACK_STEP, type OverlapFigures } from '../render/overlap-meter';
import { beatOffsetsOf } from '../report/beat-offsets';
import type { SetReport, TransitionReport } from '../report/set-report';
import { withoutMisaligned } from './without-misaligned';

/** What is measured of a track with beats at these seconds of an overlap, whatever its grid says; or of pads. */
async function figuresOf(
  beats: readonly number[] | 'pads',
  { plan, start, end }: PlacedTransition,
): Promise<OverlapFigures> {
  const fft = await createRealFft(LEVEL_FRAME);
  try {
    const rows = Math.floor((end - start) / ATTACK_STEP);
    const signal =
      beats === 'pads' ? pads((end - start) / SAMPLE_RATE) : makeTrack({ beats, beatsPerBar: 4 });
    const { values } = readAttacks(fft, [signal], SAMPLE_RATE, rows, (row) => row * ATTACK_STEP);
    const planned = Array.from({ length: plan.bars * plan.beatsPerBar }, (_, beat) =>
      positionOfBar({ plan, start, end }, beat / plan.beatsPerBar, SAMPLE_RATE),
    );
    return { beats: planned, voice: [], bass: [], attacks: Array.from(values) };
  } finally {
    fft.dispose();
  }
}

/** Chords that swell and overlap, without any drum. */
function pads(seconds: number): Float32Array {
  const track = new TestTrack(seconds);
  for (let at = -1; at < seconds; at += 1.9) track.chord(at, 3.8, [45, 57, 60, 64], 0.06, 1.8);
  return track.samples;
}

describe('withoutMisaligned', () => {
  const tracks = [testTrack('a'), testTrack('b')];
  const plan = planSet(tracks, DEFAULT_DJ_RULES);
  const placed = timelineOf(plan, tracks).transitions[0]!;
  const { startBpm } = plan.transitions[0]!.tempo;

  const secondsOf = ({ start, end }: PlacedTransition) => (end - start) / SAMPLE_RATE;
  const beatsAt = (bpm: number) => steadyBeats(bpm, Math.ceil((secondsOf(placed) * bpm) / 60) + 1, 0);

  /** The report on a set of both, the second of which really has these beats. */
  async function reportWith(beats: readonly number[] | 'pads'): Promise<Pick<SetReport, 'transitions'>> {
    const [leaving, entering] = [await figuresOf(beatsAt(startBpm), placed), await figuresOf(beats, placed)];
    const offsets = beatOffsetsOf(placed, leaving, entering, SAMPLE_RATE);
    return {
      transitions: [{ from: 'Song a', to: 'Song b', template: 'bass-swap', ...offsets } as TransitionReport],
    };
  }
  const reportAt = (bpm: number) => reportWith(beatsAt(bpm));

  it('leaves two alone that are together', async () => {
    const report = await reportAt(startBpm);
    expect(report.transitions[0]!.beat_offset_ms!.max).toBeLessThan(5);
    expect(withoutMisaligned(plan, report, tracks, DEFAULT_DJ_RULES)).toBe(plan);
  });

  it('parts two with drums of which one is played by a grid of another tempo, with a note', async () => {
    const report = await reportAt(1.09 * startBpm);
    expect(report.transitions[0]).toMatchObject({ beat_offset_ms: null, beat_offset_reason: NO_COMMON_BEAT });
    const { transitions, notes } = withoutMisaligned(plan, report, tracks, DEFAULT_DJ_RULES);
    expect(plan.transitions[0]!.isLocked).toBe(true);
    expect(['cut', 'echo-out']).toContain(transitions[0]!.template);
    expect(notes.at(-1)).toBe(
      'The beats of "Song a" and "Song b" were found to have nothing in common, so the two do not play together.',
    );
  });

  it('parts two with drums that cannot be compared since one becomes ever faster, with a note', async () => {
    const count = Math.ceil(1.3 * beatsAt(startBpm).length);
    const beats = driftingBeats(1.02 * startBpm, 1.4 * startBpm, count, 0);
    const report = await reportWith(beats);
    expect(report.transitions[0]).toMatchObject({
      beat_offset_ms: null,
      beat_offset_reason: NO_COMMON_ATTACKS,
    });
    const { transitions, notes } = withoutMisaligned(plan, report, tracks, DEFAULT_DJ_RULES);
    expect(['cut', 'echo-out']).toContain(transitions[0]!.template);
    expect(notes.at(-1)).toBe(
      'The beats of "Song a" and "Song b" could not be compared, though both have drums, so the two do not play together.',
    );
  });

  it('leaves drums and pads alone, of which nothing can be compared either', async () => {
    const report = await reportWith('pads');
    expect(report.transitions[0]!.beat_offset_ms).toBeNull();
    expect(withoutMisaligned(plan, report, tracks, DEFAULT_DJ_RULES)).toBe(plan);
  });
});
