// The sentence about a damaged file.
import { expect, it } from 'vitest';
import { damageNote } from './damage';
import { type DamagedFile, onDamagedFile, publishDamage } from './damage-channel';

it('says nothing of whole files and of what encoders leave over', () => {
  expect(damageNote({ silentS: 0, missingEndS: 0 })).toBeNull();
  expect(damageNote({ silentS: 0, missingEndS: 0.05 })).toBeNull();
});

it('says how much is silent and how much is missing', () => {
  expect(damageNote({ silentS: 0.209, missingEndS: 0 })).toBe(
    'The file is damaged: 0.21 s of it cannot be decoded and are silent.',
  );
  expect(damageNote({ silentS: 12, missingEndS: 1.83 })).toBe(
    'The file is damaged: 12 s of it cannot be decoded and are silent, and it ends 1.83 s earlier than it says.',
  );
});

it('is published once for each damaged file', () => {
  const heard: DamagedFile[] = [];
  onDamagedFile((file) => heard.push(file));
  for (const path of ['a', 'a', 'b']) publishDamage(path, { silentS: 1, missingEndS: 0 });
  publishDamage('c', { silentS: 0, missingEndS: 0 });
  expect(heard.map(({ path }) => path)).toEqual(['a', 'b']);
});
