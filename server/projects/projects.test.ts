// The list of projects beside deletions: every read sees one moment, so no deleted project turns up half gone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPrisma } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { createProject, listProjects } from './projects';

describe('listProjects', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('answers while projects are being deleted', async () => {
    const owner = await getPrisma().user.create({ data: { email: 'ana@example.com', plan: 'pro' } });
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      ids.push((await createProject(owner, `Project ${index}`)).id);
    }
    const deletion = (async () => {
      for (const id of ids) await getPrisma().project.delete({ where: { id } });
    })();
    let isDeleted = false;
    const done = deletion.finally(() => {
      isDeleted = true;
    });
    while (!isDeleted) {
      const lists = await Promise.all(Array.from({ length: 4 }, () => listProjects(owner.id)));
      for (const list of lists) expect(list.every(({ id }) => ids.includes(id))).toBe(true);
    }
    await done;
    expect(await listProjects(owner.id)).toEqual([]);
  });
});
