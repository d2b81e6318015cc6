// Text that PostgreSQL cannot store, at the API endpoints that store text: rejected or cleaned, never passed
// on.
import { describe, expect, it } from 'vitest';
import { newMessageSchema } from '@/contract/http/chat';
import { newShareSchema } from '@/contract/http/library';
import { newMixSchema } from '@/contract/http/mixes';
import { newProjectSchema } from '@/contract/http/projects';
import { setOptionsSchema } from '@/contract/http/sets';
import { newVersionSchema } from '@/contract/http/versions';

const BAD = ['\u0000', '\ud800', '\udc00', '\u001b'];

describe.each(BAD)('%j', (bad) => {
  const text = `a${bad}b`;

  it('is refused in ids', () => {
    expect(newMixSchema.safeParse({ project_id: text }).success).toBe(false);
    expect(newShareSchema.safeParse({ project_id: text }).success).toBe(false);
    expect(setOptionsSchema.safeParse({ title: text }).data?.title).toBe('a b');
  });

  it('is cleaned out of what people write', () => {
    const tags = { title: text, artist: text, album: text, date: text, genre: text, comment: text };
    const { metadata } = newMixSchema.parse({ project_id: 'p', metadata: tags });
    expect(Object.values(metadata)).toEqual(Array<string>(6).fill('a b'));
    expect(newProjectSchema.parse({ name: text }).name).toBe('a b');
    expect(newVersionSchema.parse({ name: text }).name).toBe('a b');
    expect(newMessageSchema.parse({ text }).text).toBe('ab');
  });
});
