// A project that was worked on for long stays small on the wire: what was overwritten is not carried along.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { readThreads } from './comments';
import { openDocument } from './open';
import { encodeLongProject } from './testing/long-project';
import { findStateFault } from './validate';

it('takes less than 40 kB with 2,000 edits and 100 comments', () => {
  const bytes = encodeLongProject({ edits: 2_000, comments: 100 });
  const doc = openDocument();
  Y.applyUpdate(doc, bytes);
  expect(findStateFault(doc)).toBeNull();
  const threads = readThreads(doc);
  expect(threads.length + threads.flatMap(({ replies }) => replies).length).toBe(100);
  expect(bytes.byteLength).toBeLessThan(40_000);
});
