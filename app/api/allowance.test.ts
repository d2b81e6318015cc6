// What a plan includes per day and in total, and separations that are cancelled and run again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UsageKind } from '@/contract/usage-kinds';
import { PLANS } from '@/server/plans';
import { call, problemIn } from './testing/call';
import { longSilence, newSong, upload, uploadNew } from './testing/sounds';
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

/** Today's use of an allowance, as rows have it. */
const use = (person: Person, kind: UsageKind, count: number) =>
  studio.database.prisma.usage.create({
    data: { userId: person.id, kind, count, day: new Date(new Date().toISOString().slice(0, 10)) },
  });

describe('the allowance of a plan', () => {
  it('counts the songs that had to be separated in a day', async () => {
    const ben = await newPerson(studio);
    const { prisma } = studio.database;
    await use(ben, 'separation', PLANS.free.uploadsPerDay);
    expect(await refusalOf(() => upload(ben, newSong()))).toMatch(/^402 The Free plan takes 25 songs a day/);
    const known = newSong();
    await upload(ana, known);
    expect((await upload(ben, known)).status).toBe(202);
    await prisma.usage.updateMany({ where: { userId: ben.id }, data: { day: new Date(0) } });
    expect((await upload(ben, newSong())).status).toBe(202);
  });

  it('counts the time that checking files takes, refused ones included', async () => {
    const ben = await newPerson(studio);
    expect((await upload(ben, newSong().subarray(0, 40))).status).toBe(400);
    const where = { userId: ben.id, kind: 'checking' };
    const { count } = await studio.database.prisma.usage.findFirstOrThrow({ where });
    expect(count).toBeGreaterThan(0);
    await studio.database.prisma.usage.updateMany({
      where,
      data: { count: PLANS.free.checkingSecondsPerDay },
    });
    expect(await refusalOf(() => upload(ben, newSong()))).toMatch(
      /^402 The Free plan spends 30 minutes a day on checking files/,
    );
  });

  it('limits the number of projects', async () => {
    const ben = await newPerson(studio);
    const data = Array.from({ length: PLANS.free.maxProjects }, () => ({ name: 'x', ownerId: ben.id }));
    await studio.database.prisma.project.createMany({ data });
    expect(await refusalOf(() => upload(ben, newSong()))).toMatch(/^402 The Free plan allows 25 projects/);
    expect(await problemIn(await call('POST', '/projects', { as: ben, json: { name: 'y' } }))).toMatch(
      /^402 /,
    );
  });
});

describe('what deletion does not give back', () => {
  const left = async (person: Person, kind: UsageKind): Promise<number | undefined> => {
    const me = (await (await call('GET', '/me', { as: person })).json()) as {
      usage: { today: { kind: string; left: number }[] };
    };
    return me.usage.today.find((each) => each.kind === kind)?.left;
  };

  it('lets exactly as many of fifty uploads through as are left', async () => {
    const cleo = await newPerson(studio);
    await use(cleo, 'separation', PLANS.free.uploadsPerDay - 3);
    const answers = await Promise.all(Array.from({ length: 50 }, () => upload(cleo, newSong())));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(3);
    expect(statuses.filter((status) => ![202, 402, 429].includes(status))).toEqual([]);
    for (const answer of answers.filter(({ status }) => status !== 202)) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({
        detail: expect.any(String),
        resets_at: expect.any(String),
      });
    }
    expect(await studio.database.prisma.song.count({ where: { project: { ownerId: cleo.id } } })).toBe(3);
    expect(await left(cleo, 'separation')).toBe(0);
  }, 120_000);

  it('counts retries, refused files, exports and deleted projects', async () => {
    const dan = await newPerson(studio);
    const id = await uploadNew(dan);
    for (let i = 0; i < 3; i++) {
      await call('POST', `/projects/${id}/cancel`, { as: dan });
      expect((await call('POST', `/projects/${id}/retry`, { as: dan })).status).toBe(202);
    }
    expect(await left(dan, 'separation')).toBe(PLANS.free.uploadsPerDay - 4);
    const files = await left(dan, 'file');
    await refusalOf(() => upload(dan, Buffer.from('This is no music.')));
    expect(await left(dan, 'file')).toBe((files ?? 0) - 1);
    await call('DELETE', `/projects/${id}`, { as: dan });
    expect(await left(dan, 'separation')).toBe(PLANS.free.uploadsPerDay - 4);
  });

  it('is enforced before a file is probed: wrong project, no uploads left today, no file checks left today', async () => {
    const eve = await newPerson(studio);
    const junk = () => Buffer.from(`Not music ${Math.random()}`);
    const nowhere = { fields: { project_id: 'nowhere' } };
    expect(await problemIn(await upload(eve, junk(), nowhere))).toMatch(/^404 /);
    await use(await newPerson(studio), 'separation', 1);
    await use(eve, 'separation', PLANS.free.uploadsPerDay);
    expect(await problemIn(await upload(eve, junk()))).toMatch(/^402 The Free plan takes 25 songs a day/);
    const { prisma } = studio.database;
    await prisma.usage.updateMany({
      where: { userId: eve.id, kind: 'file' },
      data: { count: PLANS.free.filesPerDay },
    });
    expect(await problemIn(await upload(eve, junk()))).toMatch(/^402 The Free plan takes 800 files a day/);
  });

  it('limits the stored bytes', async () => {
    const fay = await newPerson(studio);
    const id = await uploadNew(fay);
    const song = await studio.database.prisma.song.findUniqueOrThrow({ where: { projectId: id } });
    const data = { bytes: BigInt(PLANS.free.maxStoredBytes) };
    await studio.database.prisma.asset.update({ where: { sha256: song.sha256 }, data });
    expect(await refusalOf(() => upload(fay, newSong()))).toMatch(
      /^402 The Free plan allows 10 GB of recordings/,
    );
  });

  it('takes songs of the length of the plan, and probes no further', async () => {
    const gus = await newPerson(studio);
    expect(await refusalOf(() => upload(gus, longSilence(PLANS.free.maxDurationS + 60)))).toMatch(
      /^413 The Free plan takes songs of up to 30 minutes; this one is longer. The Pro plan takes longer ones/,
    );
  });
});

describe('a separation', () => {
  it('can be cancelled and run again', async () => {
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
