// Routes while the database is unavailable: 503 with a message and a retry time, and normal operation
// afterwards.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, setDatabase } from '@/platform/database/client';
import { call } from './testing/call';
import { newPerson, openTestStudio, type TestStudio } from './testing/studio';

let studio: TestStudio;

beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

it.each([
  ['GET', '/projects', undefined],
  ['POST', '/projects', { name: 'A song' }],
  ['GET', '/me', undefined],
] as const)('%s %s answers 503 and works again afterwards', async (method, path, body) => {
  const { token } = await newPerson(studio);
  const ask = () => call(method, path, { as: { token }, json: body });
  // Nobody listens on this port.
  const away = openDatabase('postgresql://isomix:isomix@127.0.0.1:1/isomix');
  setDatabase(away);
  try {
    const response = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('10');
    expect(await response.json()).toMatchObject({
      type: 'urn:isomix:unavailable',
      detail: 'The database does not answer at the moment; please try again shortly.',
    });
  } finally {
    setDatabase(studio.database);
    await away.close();
  }
  expect((await ask()).ok).toBe(true);
});
