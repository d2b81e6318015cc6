// Figures of beat offsets: what was measured, and nothing beyond it.
import { describe, expect, it } from 'vitest';
import { figuresOf } from './beat-offsets';

describe('figuresOf', () => {
  it('gives no drift of an overlap that was measured at one place alone', () => {
    expect(figuresOf([{ at: 0, ms: 3 }], null)).toEqual({
      beat_offset_ms: { median: 3, p95: null, max: null },
      drift_ms: null,
      beat_offset_reason: null,
    });
  });

  it('gives the drift of two places', () => {
    const offsets = [
      { at: 0, ms: -2 },
      { at: 4, ms: 3 },
    ];
    expect(figuresOf(offsets, null).drift_ms).toBe(5);
  });

  it('takes the worst from single beats, which the mean of a window hides, or does not give it', () => {
    const windows = [
      { at: 0, ms: 0.2 },
      { at: 4, ms: 0.2 },
    ];
    const beats = [0, 35, 0, 35, 0].map((ms, at) => ({ at, ms }));
    expect(figuresOf(windows, beats).beat_offset_ms).toEqual({ median: 0, p95: 35, max: 35 });
    expect(figuresOf(windows, null).beat_offset_ms).toEqual({ median: 0.2, p95: null, max: null });
  });
});
