// Projects stay small on the wire: what was overwritten is not carried along, and a full mix is no burden.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { readThreads } from './comments';
import { openDocument } from './open';
import { readMix } from './read';
import { fillMix } from './testing/full-mix';
import { encodeLongProject } from './testing/long-project';
import { validateState } from './validate';
import { validateUpdate } from './validate-update';
import { readVersionRegisters, versionContent } from './versions';

it('takes less than 40 kB with 2,000 edits and 100 comments', () => {
  const bytes = encodeLongProject({ edits: 2_000, comments: 100 });
  const doc = openDocument();
  Y.applyUpdate(doc, bytes);
  expect(validateState(doc)).toBeNull();
  const threads = readThreads(doc);
  expect(threads.length + threads.flatMap(({ replies }) => replies).length).toBe(100);
  expect(bytes.byteLength).toBeLessThan(40_000);
});

it('takes less than 100 kB with eight stems and every register in use, and versions keep all of it', () => {
  const doc = openDocument();
  const full = { stems: 8, clips: 20, points: 20 };
  fillMix(doc, full);
  const once = Y.encodeStateAsUpdate(doc).byteLength;
  expect(once).toBeLessThan(100_000);
  expect(validateState(doc) ?? validateUpdate(Y.encodeStateAsUpdate(doc))).toBeNull();
  const mix = readMix(doc);
  for (const strip of Object.values(mix.strips)) {
    expect([strip.clips?.length, strip.automation?.gainDb?.length]).toEqual([20, 20]);
  }
  expect(versionContent(openDocument(), readVersionRegisters(doc)).mix.strips).toEqual(mix.strips);
});
