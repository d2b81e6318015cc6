// The sweeper removes what is over or nobody's, and nothing that somebody uses or works on.

import { existsSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/contract/durations';
import { claimJob } from '@/platform/job-run';
import { deleteProject } from '@/platform/projects/delete-project';
import { sweepOnce } from '@/platform/retention/sweep';
import { sweepTemporary } from '@/platform/retention/temporary';
import { getStorage } from '@/platform/storage';
import { mixKey, separationPrefix, uploadKey } from '@/platform/storage/keys';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { call } from './testing/call';
import { newSong, upload, uploadNew } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishMix, finishSeparation } from './testing/work';

let studio: TestStudio;
let ana: Person;
let now: Date;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio);
});
beforeEach(() => {
  now = new Date();
});
afterAll(() => studio.close());

const later = (ms: number): Date => new Date(now.getTime() + ms);

interface Song {
  readonly projectId: string;
  readonly sha256: string;
  readonly separationId: string;
}

async function newSongIn(projectId: string): Promise<Song> {
  return studio.database.prisma.song.findUniqueOrThrow({ where: { projectId } });
}

/** What is left of a song: rows and files. */
async function leftOf({ sha256, separationId }: Song): Promise<Record<string, boolean>> {
  const { prisma } = studio.database;
  return {
    asset: (await prisma.asset.count({ where: { sha256 } })) > 0,
    job: (await prisma.job.count({ where: { id: separationId } })) > 0,
    upload: (await getStorage().stat(uploadKey(sha256))) !== null,
    stems: (await getStorage().list(separationPrefix(separationId))).length > 0,
  };
}

const ALL = { asset: true, job: true, upload: true, stems: true };
const NOTHING = { asset: false, job: false, upload: false, stems: false };

describe('projects', () => {
  it('go when their time is over, unless somebody used them or their owner went Pro', async () => {
    const { prisma } = studio.database;
    const [old, used, pros] = [await uploadNew(ana), await uploadNew(ana), await newProject(studio, ana)];
    const pro = await newPerson(studio, 'pro');
    const over = { expiresAt: later(-HOUR_MS) };
    await prisma.project.updateMany({ where: { id: { in: [old, used] } }, data: over });
    await prisma.project.update({ where: { id: pros }, data: { ...over, ownerId: pro.id } });
    await extendExpiry(used);
    await sweepOnce(now);
    const left = await prisma.project.findMany({ where: { id: { in: [old, used, pros] } } });
    expect(left.map(({ id }) => id).sort()).toEqual([used, pros].sort());
    expect(left.find(({ id }) => id === pros)?.expiresAt).toBeNull();
    expect(left.find(({ id }) => id === used)?.expiresAt?.getTime()).toBeGreaterThan(
      later(29 * DAY_MS).getTime(),
    );
  });

  it('are spared by a deletion that comes too late', async () => {
    const id = await newProject(studio, ana);
    await extendExpiry(id);
    expect(await deleteProject(id, { endedBefore: now })).toBe(false);
    expect(await deleteProject(id)).toBe(true);
    expect(await deleteProject(id)).toBe(false);
  });
});

describe('songs and stems', () => {
  it('stay while any project uses them and for a day after that, then go', async () => {
    const content = newSong();
    const homes: string[] = [];
    for (let i = 0; i < 2; i++) {
      homes.push(((await (await upload(ana, content)).json()) as { project_id: string }).project_id);
    }
    const [first = '', second = ''] = homes;
    const song = await newSongIn(first);
    await finishSeparation(studio, song.separationId);

    await call('DELETE', `/projects/${first}`, { as: ana });
    await sweepOnce(later(2 * DAY_MS));
    expect(await leftOf(song)).toEqual(ALL);

    await call('DELETE', `/projects/${second}`, { as: ana });
    await sweepOnce(later(HOUR_MS));
    expect(await leftOf(song)).toEqual(ALL);
    await sweepOnce(later(2 * DAY_MS));
    expect(await leftOf(song)).toEqual(NOTHING);
  });

  it('are not deleted while a worker uses them: its job is cancelled and it gets time to stop', async () => {
    const home = await uploadNew(ana);
    const song = await newSongIn(home);
    await claimJob(song.separationId);
    await studio.database.prisma.project.delete({ where: { id: home } });
    await sweepOnce(later(2 * DAY_MS));
    const job = await studio.database.prisma.job.findUniqueOrThrow({ where: { id: song.separationId } });
    expect(job.state).toBe('cancelled');
    const justEnded = { where: { id: song.separationId }, data: { finishedAt: later(2 * DAY_MS) } };
    await studio.database.prisma.job.update(justEnded);
    await sweepOnce(later(2 * DAY_MS + 60_000));
    expect((await leftOf(song)).job).toBe(true);
    await sweepOnce(later(2 * DAY_MS + HOUR_MS));
    expect(await leftOf(song)).toEqual(NOTHING);
  });

  it('without rows, as a crash leaves them, go with the daily scan once they are a week old', async () => {
    const sha256 = 'ab'.repeat(32);
    const song = { projectId: '', sha256, separationId: `sep-${sha256}-htdemucs` };
    await getStorage().put(uploadKey(sha256), Buffer.from('x'));
    await getStorage().put(`${separationPrefix(song.separationId)}/vocals/0.flac`, Buffer.from('x'));
    await sweepOnce(now, { scan: false });
    expect(await leftOf(song)).toEqual({ ...NOTHING, upload: true, stems: true });
    const kept = await newSongIn(await uploadNew(ana));
    await sweepOnce(later(6 * DAY_MS));
    expect(await leftOf(song)).toEqual({ ...NOTHING, upload: true, stems: true });
    await sweepOnce(later(8 * DAY_MS));
    expect(await leftOf(song)).toEqual(NOTHING);
    expect(await leftOf(kept)).toMatchObject({ upload: true, asset: true, job: true });
  });
});

describe('exports', () => {
  const stored = async (id: string) => (await getStorage().stat(mixKey(id, 'mp3'))) !== null;

  async function exported(): Promise<{ mixId: string; home: string }> {
    const home = await uploadNew(ana);
    await finishSeparation(studio, (await newSongIn(home)).separationId);
    const json = { project_id: home, format: 'mp3' };
    const response = await call('POST', '/mix', { as: ana, json });
    const { mix_id: mixId } = (await response.json()) as { mix_id: string };
    await finishMix(studio, mixId, 'sound');
    return { mixId, home };
  }

  it('lose their file when their time is over and their row a week later', async () => {
    const { mixId } = await exported();
    const row = () => studio.database.prisma.mix.count({ where: { id: mixId } });
    await sweepOnce(later(HOUR_MS));
    expect(await stored(mixId)).toBe(true);
    await sweepOnce(later(2 * DAY_MS));
    expect([await stored(mixId), await row()]).toEqual([false, 1]);
    await sweepOnce(later(9 * DAY_MS));
    expect([await row(), await studio.database.prisma.job.count({ where: { id: `mix-${mixId}` } })]).toEqual([
      0, 0,
    ]);
  });

  it('go with their project, and a file that comes after it is found', async () => {
    const { mixId, home } = await exported();
    await call('DELETE', `/projects/${home}`, { as: ana });
    expect(await stored(mixId)).toBe(false);
    await getStorage().put(mixKey(mixId, 'mp3'), Buffer.from('late'));
    await sweepOnce(later(8 * DAY_MS));
    expect(await stored(mixId)).toBe(false);
    expect(await studio.database.prisma.job.count({ where: { id: `mix-${mixId}` } })).toBe(0);
  });
});

it('temporary files go after a day', async () => {
  const folder = path.join(studio.dataDir, 'tmp');
  const files = ['uploads/old.upload', 'uploads/new.upload', 'old-work', 'new-work'];
  await mkdir(path.join(folder, 'uploads'), { recursive: true });
  for (const file of files) await writeFile(path.join(folder, file), 'x');
  const old = later(-2 * DAY_MS);
  for (const file of files.filter((name) => name.includes('old')))
    await utimes(path.join(folder, file), old, old);
  await sweepTemporary(now);
  expect(files.filter((file) => existsSync(path.join(folder, file)))).toEqual([
    'uploads/new.upload',
    'new-work',
  ]);
});
