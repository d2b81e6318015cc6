// Drawn fades begin and end where the fades of the clip do.
import { expect, it } from 'vitest';
import { required } from '@/contract/required';
import { fadePaths } from './fade-path';

const CLIP = { start: 70, sourceStart: 0, length: 1_000, fadeIn: 240, fadeOut: 0 };

it('draws the curve that is applied to the audio', () => {
  const { line, shade } = required(fadePaths(CLIP, 'in'), 'paths');
  expect(line.startsWith('M0 1.0000L10 ')).toBe(true);
  expect(line.endsWith('L240 0.0000')).toBe(true);
  expect(line).toContain('L120 0.5000');
  expect(shade).toBe(`${line}L0 0Z`);
  expect(fadePaths(CLIP, 'out')).toBeNull();
  expect(fadePaths({ ...CLIP, fadeOut: 240 }, 'out')?.line.startsWith('M760 0.0000L')).toBe(true);
});
