// The takes of a session by the API: what the shared document has of them, in seconds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openDocument } from '@/document/open';
import { addTakes, removeTake } from '@/document/take-edits';
import { appendUpdates, ensureLog } from '@/server/documents/log';
import { call } from './testing/call';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio);
});
afterAll(() => studio.close());

const takesOf = async (projectId: string): Promise<unknown> =>
  (await call('GET', `/projects/${projectId}/takes`, { as: ana })).json();

it('are none in a new session, and those that were recorded and not removed', async () => {
  const projectId = await newProject(studio, ana);
  expect(await takesOf(projectId)).toEqual({ takes: [] });
  const doc = openDocument();
  const track = { id: 'vocals', stemId: 'vocals', lengthSamples: 441_000 };
  const rounds = [0, 1].map((i) => ({ start: 44_100, sourceStart: 22_050 + i * 88_200, length: 88_200 }));
  const at = Date.UTC(2026, 1, 3);
  addTakes(doc, track, { id: 'take_a', source: 'file-1', at, stretches: rounds, chosen: [1] }, 'ana');
  removeTake(doc, 'take_a', 'ana');
  await ensureLog(projectId);
  const updates = [{ bytes: Y.encodeStateAsUpdate(doc), authorId: ana.id }];
  await appendUpdates([{ projectId, expectedSeq: 0, updates }]);
  expect(await takesOf(projectId)).toEqual({
    takes: [
      {
        id: 'take_a_2',
        name: 'Take 2',
        track: 'vocals',
        source: 'file-1',
        start_s: 1,
        source_start_s: 2.5,
        duration_s: 2,
        recorded_at: '2026-02-03T00:00:00.000Z',
      },
    ],
  });
});
