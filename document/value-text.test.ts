// Formats values as text, and parses typed values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, parseValue, type Unit, valueText } from './value-text';

describe('values as text', () => {
  it.each<[Unit, number, string]>([
    ['dB', 3, '+3.0 dB'],
    ['dB', -0.04, '0.0 dB'],
    ['span', 6, '6.0 dB'],
    ['level', -60, '-∞ dB'],
    ['pan', -0.3, 'L 30'],
    ['Hz', 440, '440 Hz'],
    ['Hz', 2_500, '2.5 kHz'],
    ['Hz', 12_345, '12.3 kHz'],
    ['ms', 0.1, '0.1 ms'],
    ['ms', 1_200, '1.2 s'],
    ['s', 0.25, '250 ms'],
    ['ratio', 4, '4 : 1'],
    ['q', 0.7, '0.70 Q'],
    ['share', 0.35, '35 %'],
    ['tempo', 0.955, '95.5 %'],
    ['semitones', 2, '+2 semitones'],
    ['semitones', -1, '-1 semitone'],
    ['note', 7, '1/8.'],
    ['note', 0, 'free'],
    ['BPM', 120.5, '120.5 BPM'],
    ['BPM', 0, 'unknown'],
  ])('%s %d is %s', (unit, value, text) => {
    expect(valueText(unit, value)).toBe(text);
  });
});

describe('typed values', () => {
  it.each<[Unit, string, number | null]>([
    ['Hz', '2.5k', 2_500],
    ['Hz', '2,5 kHz', 2_500],
    ['Hz', '80', 80],
    ['ms', '1.2 s', 1_200],
    ['s', '250ms', 0.25],
    ['ratio', '4:1', 4],
    ['ratio', '4', 4],
    ['level', '-∞', -60],
    ['level', '-inf dB', -60],
    ['dB', '−3', -3],
    ['tempo', '95 %', 0.95],
    ['semitones', '50 cents', 0.5],
    ['note', '1/16t', 2],
    ['note', '1/3', null],
    ['BPM', '93,5 bpm', 93.5],
    ['dB', '-∞', null],
    ['Hz', 'loud', null],
    ['ms', '10 dB', null],
    ['q', '', null],
    ['q', 'constructor', null],
  ])('%s %s is %s', (unit, typed, value) => {
    expect(parseValue(unit, typed)).toBe(value);
  });

  it('read what is shown', () => {
    const units = fc.constantFrom<Unit>(
      'dB',
      'span',
      'dBTP',
      'Hz',
      'ms',
      's',
      'ratio',
      'q',
      'share',
      'semitones',
    );
    const property = fc.property(units, fc.double({ min: 1, max: 12, noNaN: true }), (unit, value) => {
      const { figure, unit: shown } = formatValue(unit, value);
      const read = parseValue(unit, `${figure} ${shown}`);
      expect(read).not.toBeNull();
      expect(Math.abs((read ?? 0) - value)).toBeLessThanOrEqual(0.51);
    });
    fc.assert(property);
  });
});
