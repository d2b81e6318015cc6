// What a plan holds in a day and altogether, and separations that are called off and run again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLANS } from '@/server/plans';
import { call, problemIn } from './testing/call';
import { newSong, upload, uploadNew } from './testing/sounds';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
});
afterAll(() => studio.close());

const rows = async (): Promise<number[]> => {
  const { prisma } = studio.database;
  return Promise.all([prisma.asset.count(), prisma.song.count(), prisma.job.count(), prisma.project.count()]);
};

/** The refusal of an upload, which leaves no row. */
async function refusalOf(send: () => Promise<Response>): Promise<string> {
  const before = await rows();
  const refusal = await problemIn(await send());
  expect(await rows()).toEqual(before);
  return refusal;
}

describe('the allowance of a plan', () => {
  it('counts the songs that had to be separated in a day', async () => {
    const ben = await newPerson(studio);
    const { prisma } = studio.database;
    const job = { name: 'separation', queue: 'separation', input: {}, requestedBy: ben.id };
    const jobs = Array.from({ length: PLANS.free.uploadsPerDay }, (_, i) => ({ id: `sep-old-${i}`, ...job }));
    await prisma.job.createMany({ data: jobs });
    expect(await refusalOf(() => upload(ben, newSong()))).toMatch(
      /^402 The Free plan takes 25 songs in 24 hours/,
    );
    const known = newSong();
    await upload(ana, known);
    expect((await upload(ben, known)).status).toBe(202);
    await prisma.job.updateMany({ where: { requestedBy: ben.id }, data: { createdAt: new Date(0) } });
    expect((await upload(ben, newSong())).status).toBe(202);
  });

  it('holds so many projects', async () => {
    const ben = await newPerson(studio);
    const data = Array.from({ length: PLANS.free.maxProjects }, () => ({ name: 'x', ownerId: ben.id }));
    await studio.database.prisma.project.createMany({ data });
    expect(await refusalOf(() => upload(ben, newSong()))).toMatch(/^402 The Free plan holds 25 projects/);
    expect(await problemIn(await call('POST', '/projects', { as: ben, json: { name: 'y' } }))).toMatch(
      /^402 /,
    );
  });
});

describe('a separation', () => {
  it('is called off, and runs again', async () => {
    const id = await uploadNew(ana);
    const cancelled = await call('POST', `/projects/${id}/cancel`, { as: ana });
    expect(await cancelled.json()).toMatchObject({
      status: 'cancelled',
      error: 'The separation was cancelled.',
    });
    expect(await problemIn(await call('POST', `/projects/${id}/cancel`, { as: ana }))).toMatch(/^409 /);
    const retried = await call('POST', `/projects/${id}/retry`, { as: ana });
    expect(retried.status).toBe(202);
    expect(await retried.json()).toMatchObject({
      status: 'queued',
      queue_position: expect.any(Number),
      error: null,
    });
    expect(await problemIn(await call('POST', `/projects/${id}/retry`, { as: ana }))).toMatch(
      /^409 Only a separ/,
    );
  });
});
