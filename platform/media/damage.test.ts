// The message about a damaged file, and the positions in it.
import { describe, expect, it } from 'vitest';
import { type Damage, damageNote, joinPlaces, NO_DAMAGE, type Place } from './damage';
import { type DamagedFile, onDamagedFile, publishDamage } from './damage-channel';

const at = (atS: number, lengthS = 0.2): Place => ({ atS, lengthS });
const silence = (silentS: number, ...silentAt: Place[]): Damage => ({ ...NO_DAMAGE, silentS, silentAt });

describe('damageNote', () => {
  it('says nothing of whole files and of what encoders leave over', () => {
    expect(damageNote(NO_DAMAGE)).toBeNull();
    expect(damageNote({ ...NO_DAMAGE, missingEndS: 0.05 })).toBeNull();
  });

  it('says how much is silent and how much is missing', () => {
    expect(damageNote(silence(0.209))).toBe(
      'The file is damaged: 0.21 s of it cannot be decoded and are silent.',
    );
    expect(damageNote({ ...silence(12), missingEndS: 1.83 })).toBe(
      'The file is damaged: 12 s of it cannot be decoded and are silent, and it ends 1.83 s earlier than it says.',
    );
  });

  it('says where the silence is: each place where they are few, some and a count where they are many', () => {
    const noteOf = (...places: Place[]) => damageNote(silence(1, ...places));
    const sentence = (where: string) =>
      `The file is damaged: 1.00 s of it cannot be decoded and are silent (at ${where}).`;
    expect(noteOf(at(41.9))).toBe(sentence('0:41'));
    expect(noteOf(at(0), at(67.3))).toBe(sentence('0:00 and 1:07'));
    expect(noteOf(at(41.2, 12), at(3_700))).toBe(sentence('0:41 to 0:53 and 1:01:40'));
    expect(noteOf(...[1, 11, 21, 31].map((s) => at(s)))).toBe(sentence('0:01, 0:11, 0:21 and 0:31'));
    expect(noteOf(...[1, 11, 21, 31, 41].map((s) => at(s)))).toBe(
      sentence('0:01, 0:11, 0:21 and 2 other places'),
    );
  });
});

describe('joinPlaces', () => {
  it('makes one place of holes that are close, and puts them in order', () => {
    expect(joinPlaces([at(9), at(3), at(3.5, 0.5), at(5, 0)])).toEqual([at(3, 1), at(9)]);
  });

  it('keeps no more than can be stored, however many holes there are', () => {
    const joined = joinPlaces(Array.from({ length: 3_000 }, (_, i) => at(3 * i)));
    expect(joined.length).toBeLessThanOrEqual(200);
    expect(joined[0]?.atS).toBe(0);
    const last = joined.at(-1) ?? at(0);
    expect(last.atS + last.lengthS).toBeCloseTo(3 * 2_999 + 0.2);
  });
});

it('is published once for each damaged file', () => {
  const heard: DamagedFile[] = [];
  onDamagedFile((file) => heard.push(file));
  for (const path of ['a', 'a', 'b']) publishDamage(path, silence(1));
  publishDamage('c', NO_DAMAGE);
  expect(heard.map(({ path }) => path)).toEqual(['a', 'b']);
});
