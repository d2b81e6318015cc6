// Figures of beat offsets: what was measured, and nothing beyond it.
import { describe, expect, it } from 'vitest';
import { figuresOf } from './beat-offsets';

describe('figuresOf', () => {
  it('gives no drift and no spread of an overlap that was measured at one place alone', () => {
    expect(figuresOf([{ at: 0, ms: 3 }])).toEqual({
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
    expect(figuresOf(offsets).drift_ms).toBe(5);
  });
});
