// A document that was written before there were tracks: it reads as it read then, and is edited like any other.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { z } from 'zod';
import { readMix } from './read';
import { mixStateSchema, stemResultSchema } from './schema';
import { readAudibleSources, readStyles } from './styles';
import { duplicateTrack } from './track-edits';
import { readTracks } from './tracks';
import { validateState } from './validate';

/** What a document contained, and what version 8e21f335, the last without tracks, read from it. */
const storedSchema = z.object({
  update: z.string(),
  mix: z.json(),
  stems: z.array(stemResultSchema),
  styles: z.json(),
});

const stored = storedSchema.parse(
  JSON.parse(readFileSync(new URL('./testing/documents/before-tracks.json', import.meta.url), 'utf8')),
);

function open(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(stored.update, 'base64'));
  return doc;
}

it('a document of before, opened, is the same mix of the same audio', () => {
  const doc = open();
  expect(validateState(doc)).toBeNull();
  // What came later stands at its default.
  expect(readMix(doc)).toEqual(mixStateSchema.parse(stored.mix));
  expect(readMix(doc)).toMatchObject(stored.mix as object);
  expect(readStyles(doc)).toEqual(stored.styles);
  const tracks = readTracks(doc);
  expect(tracks).toMatchObject(stored.stems);
  expect(tracks.map(({ stemId }) => stemId)).toEqual(stored.stems.map(({ id }) => id));
  expect(readAudibleSources(doc)).toEqual([...stored.stems].sort((a, b) => (a.id < b.id ? -1 : 1)));
});

it('a document of before, edited, keeps what it had', () => {
  const doc = open();
  const copy = duplicateTrack(doc, 'drums', 'ana');
  const { [copy]: strip, ...strips } = readMix(doc).strips;
  const before = mixStateSchema.parse(stored.mix);
  expect(strips).toEqual(before.strips);
  expect(strip).toEqual(before.strips.drums);
});
