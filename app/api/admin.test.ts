// The DJ rules over the API: for administrators alone, checked, and in force for the next set without a restart.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDjRules } from '@/platform/automix/dj-rules-store';
import { call, problemIn } from './testing/call';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let admin: Person;
let ben: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  [admin, ben] = [await newPerson(studio), await newPerson(studio)];
  await studio.database.prisma.user.update({ where: { id: admin.id }, data: { isAdmin: true } });
});
afterAll(() => studio.close());

const PATH = '/admin/dj-rules';

it('shows the defaults to an administrator and to nobody else', async () => {
  const response = await call('GET', PATH, { as: admin });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ overlapBars: 16, energyShape: 'wave' });
  const refusal = '403 Only administrators of this studio may do that.';
  expect(await problemIn(await call('GET', PATH, { as: ben }))).toBe(refusal);
  expect(await problemIn(await call('PUT', PATH, { as: ben, json: {} }))).toBe(refusal);
  expect((await call('GET', PATH)).status).toBe(401);
});

it('keeps what was set, and fills up what was not', async () => {
  const response = await call('PUT', PATH, { as: admin, json: { overlapBars: 32, overlays: true } });
  expect(response.status).toBe(200);
  expect(await readDjRules()).toMatchObject({ overlapBars: 32, overlays: true, shortOverlapBars: 8 });
  const { updatedBy } = await studio.database.prisma.setting.findUniqueOrThrow({
    where: { name: 'dj-rules' },
  });
  expect(updatedBy).toBe(admin.id);
});

it('rejects invalid values with a message and keeps the stored ones', async () => {
  const put = (json: unknown) => call('PUT', PATH, { as: admin, json });
  expect(await problemIn(await put({ overlapBars: 4, shortOverlapBars: 8 }))).toBe(
    '400 A short overlap cannot be longer than a usual one.',
  );
  expect(await problemIn(await put({ maxTempoChange: 0.5 }))).toBe(
    '400 "maxTempoChange" must be at most 0.1.',
  );
  expect(await problemIn(await put({ loudness: 11 }))).toMatch(/^400 /);
  expect(await readDjRules()).toMatchObject({ overlapBars: 32 });
});

it('plans by the defaults when what is stored is not usable', async () => {
  await studio.database.prisma.setting.update({
    where: { name: 'dj-rules' },
    data: { value: { overlapBars: 'many' } },
  });
  expect(await readDjRules()).toMatchObject({ overlapBars: 16 });
});
