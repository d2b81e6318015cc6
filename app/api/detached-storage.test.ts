// A database that was restored from an older backup shares its storage with what came after: rows go, files stay.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '@/contract/durations';
import { sweepOnce } from '@/platform/retention/sweep';
import { sweepRound } from '@/platform/retention/sweeper';
import { getStorage, setStorage } from '@/platform/storage';
import { coverKey, mixKey, setPrefix, styleSourceKey } from '@/platform/storage/keys';
import { adoptStorage } from '@/platform/storage-tie/adopt';
import { restoreOlderTie } from '@/platform/storage-tie/testing/older-database';
import { call, problemIn } from './testing/call';
import { newSong, uploadNew } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;
let filled: Filled;

interface Filled {
  readonly projectId: string;
  readonly mixId: string;
  readonly setId: string;
  readonly keys: readonly string[];
}

/** An image of one red pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

/** A project with a cover, an export and a set, all of them done. */
async function fillProject(): Promise<Filled> {
  const { prisma } = studio.database;
  const projectId = await newProject(studio, ana);
  const [mixId, setId] = [randomUUID(), randomUUID()];
  const done = { state: 'done', finishedAt: new Date() } as const;
  const job = { id: `mix-${mixId}`, name: 'render-mix', queue: 'cpu', input: {}, ...done };
  const mix = { id: mixId, projectId, requestedBy: ana.id, format: 'wav', bitDepth: 24 };
  await prisma.job.create({ data: { ...job, mix: { create: { ...mix, expiresAt: null } } } });
  const request = { strategy: 'rules', format: 'mp3', constraints: { energyShape: 'wave' } };
  await prisma.djSet.create({
    data: { id: setId, projectId, requestedBy: ana.id, title: 'A set', format: 'mp3', request },
  });
  const keys = [coverKey(projectId), mixKey(mixId, 'wav'), `${setPrefix(setId)}/set.mp3`];
  for (const key of keys) await getStorage().put(key, PIXEL);
  return { projectId, mixId, setId, keys };
}

async function newStyle(): Promise<{ id: string; key: string }> {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(newSong())], 'kitchen.wav'));
  const { id } = (await (await call('POST', '/upload/style-sound', { as: ana, form })).json()) as {
    id: string;
  };
  const { sha256 } = await studio.database.prisma.styleSound.findUniqueOrThrow({ where: { id } });
  return { id, key: styleSourceKey(sha256) };
}

function sendCover(projectId: string): Promise<Response> {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(PIXEL)], 'cover.png'));
  return call('POST', `/projects/${projectId}/cover`, { as: ana, form });
}

const present = async (keys: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(keys.map((key) => getStorage().stat(key)));
  return keys.filter((_, index) => found[index] !== null);
};

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
});
afterAll(() => studio.close());

it('a healthy studio deletes the files of a project, an export, a set, a cover and a sound at once', async () => {
  const [whole, parts, style] = [await fillProject(), await fillProject(), await newStyle()];
  expect((await call('DELETE', `/projects/${whole.projectId}`, { as: ana })).status).toBe(204);
  expect((await call('DELETE', `/projects/${parts.projectId}/cover`, { as: ana })).status).toBe(204);
  expect((await call('DELETE', `/mix/${parts.mixId}`, { as: ana })).status).toBe(204);
  expect((await call('DELETE', `/automix/${parts.setId}`, { as: ana })).status).toBe(204);
  expect((await call('DELETE', `/library/${style.id}`, { as: ana })).status).toBe(204);
  expect(await present([...whole.keys, ...parts.keys, style.key])).toEqual([]);
});

describe('behind its storage a studio', () => {
  const kept: string[] = [];

  beforeAll(async () => {
    filled = await fillProject();
    await uploadNew(ana);
    // Reopened: an instance that has just checked the tie caches the result for a moment.
    setStorage(undefined);
    await restoreOlderTie(studio.database.prisma);
  });

  it('takes the rows of what people delete away, and no file', async () => {
    const { prisma } = studio.database;
    const [parts, style] = [await fillProject(), await newStyle()];
    kept.push(...filled.keys, ...parts.keys.slice(1), style.key);
    expect((await call('DELETE', `/projects/${filled.projectId}`, { as: ana })).status).toBe(204);
    expect((await call('DELETE', `/mix/${parts.mixId}`, { as: ana })).status).toBe(204);
    expect((await call('DELETE', `/automix/${parts.setId}`, { as: ana })).status).toBe(204);
    expect((await call('DELETE', `/library/${style.id}`, { as: ana })).status).toBe(204);
    expect(await present(kept)).toEqual(kept);
    expect(await getStorage().list('trash')).toEqual([]);
    expect(await prisma.project.count({ where: { id: filled.projectId } })).toBe(0);
    expect(await prisma.mix.count({ where: { id: { in: [filled.mixId, parts.mixId] } } })).toBe(0);
    expect(await prisma.djSet.count({ where: { id: { in: [filled.setId, parts.setId] } } })).toBe(0);
  });

  it('says so where the file itself is what would go or be replaced', async () => {
    const { projectId, keys } = await fillProject();
    const sentence = /^409 What is stored can be neither deleted nor replaced until the operator/;
    expect(await problemIn(await call('DELETE', `/projects/${projectId}/cover`, { as: ana }))).toMatch(
      sentence,
    );
    expect(await problemIn(await sendCover(projectId))).toMatch(sentence);
    expect(await present(keys)).toEqual(keys);
    expect((await sendCover(await newProject(studio, ana))).status).toBeLessThan(300);
  });

  it('the sweeper deletes nothing while the storage is detached', async () => {
    expect(await sweepRound({ owner: 'test' })).toBe('refused');
    expect(await present(kept)).toEqual(kept);
  });

  it('lets them go by the trash once its operator has adopted the storage', async () => {
    await adoptStorage();
    await sweepOnce(new Date(Date.now() + 8 * DAY_MS), { isPermitted: true });
    expect(await present(kept)).toEqual([]);
    const trash = await getStorage().list('trash');
    expect(kept.filter((key) => !trash.some((each) => each.endsWith(`/${key}`)))).toEqual([]);
  });
});
