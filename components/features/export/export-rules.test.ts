// The text that describes what a plan exports.
import { expect, it } from 'vitest';
import { explainRules } from './export-rules';

it('names what is closed and the plan that opens it', () => {
  const openedBy = { wav: 'Pro', flac: 'Pro' };
  expect(explainRules({ formats: ['mp3'], bitDepths: [16], openedBy, stemsOpenedBy: 'Pro' })).toBe(
    'Your plan exports MP3. Pro adds WAV, FLAC, stems and DAWproject.',
  );
  const open = { formats: ['mp3', 'wav', 'flac'], bitDepths: [16, 24, 32] } as const;
  expect(explainRules({ ...open, openedBy: {}, stemsOpenedBy: null })).toBeNull();
});
