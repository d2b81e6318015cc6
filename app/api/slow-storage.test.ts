// A silent or slow bucket: uploads wait or fail with a message, and everything that needs no audio goes on.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { getStorage } from '@/platform/storage';
import { stemSegmentKey, uploadKey } from '@/platform/storage/keys';
import { startTestBucket, type TestBucket } from '@/platform/storage/testing/faulty-bucket';
import { call } from './testing/call';
import { newSong, upload, uploadNew } from './testing/sounds';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishSeparation } from './testing/work';

let studio: TestStudio;
let bucket: TestBucket;
let ana: Person;

beforeAll(async () => {
  bucket = await startTestBucket();
  for (const [name, value] of Object.entries(bucket.settings)) vi.stubEnv(name, value);
  vi.stubEnv('S3_TIMEOUT_S', '4');
  vi.stubEnv('S3_REDIRECT', 'true');
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
}, 180_000);
afterEach(() => {
  bucket.mode = 'working';
});
afterAll(async () => {
  await studio.close();
  await bucket.close();
  vi.unstubAllEnvs();
});

describe('a silent bucket', () => {
  it('delays 12 uploads and nothing else, and each upload ends with the name of the unavailable part', async () => {
    const songs = Array.from({ length: 12 }, newSong);
    bucket.mode = 'silent';
    bucket.takeRequests();
    let ended = 0;
    const uploads = songs.map(async (song) => {
      const response = await upload(ana, song);
      ended += 1;
      return response;
    });
    await expect.poll(() => bucket.takeRequests().length, { timeout: 60_000 }).toBeGreaterThan(0);
    const { prisma } = studio.database;
    while (ended === 0) {
      expect((await call('GET', '/projects', { as: ana })).status).toBe(200);
      const idle = await prisma.$queryRaw<
        { waiting: bigint }[]
      >`SELECT count(*) AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction' AND state_change < now() - interval '1 s'`;
      expect(Number(idle[0]?.waiting)).toBe(0);
    }
    for (const response of await Promise.all(uploads)) expect(response.status).toBeGreaterThanOrEqual(500);
    // None was checked, which takes its turn and its time: all found out at once that it would be for nothing.
    expect(await prisma.usage.count({ where: { kind: 'checking' } })).toBe(0);
    expect(await prisma.asset.count()).toBe(0);
    expect(await prisma.lease.count()).toBe(0);
    bucket.mode = 'working';
    const [song] = songs;
    expect(song && (await upload(ana, song)).status).toBe(202);
  }, 180_000);
});

describe('stems in a bucket that browsers reach', () => {
  it('are fetched from there, by an address that everybody shares, with no request of ours', async () => {
    const projectId = await uploadNew(ana);
    const song = await studio.database.prisma.song.findUniqueOrThrow({ where: { projectId } });
    expect(await getStorage().stat(uploadKey(song.sha256))).not.toBeNull();
    await finishSeparation(studio, song.separationId);
    const media = await call('GET', `/projects/${projectId}/media`, { as: ana });
    const { sources } = (await media.json()) as { sources: { token: string }[] };
    const segment = `/media/${sources[0]?.token}/vocals/0.flac`;
    bucket.takeRequests();
    const answer = await call('GET', segment);
    expect([answer.status, bucket.takeRequests()]).toEqual([302, []]);
    const location = answer.headers.get('location') ?? '';
    expect(location).toContain(stemSegmentKey(song.separationId, 'vocals', 0));
    const direct = await fetch(location);
    expect(direct.headers.get('cache-control')).toBe('public, max-age=3600, immutable');
    const bytes = Buffer.from(await direct.arrayBuffer());
    bucket.takeRequests();

    const through = await call('GET', `${segment}?via=studio`);
    expect(through.status).toBe(200);
    expect(Buffer.from(await through.arrayBuffer())).toEqual(bytes);
    const key = stemSegmentKey(song.separationId, 'vocals', 0);
    expect(bucket.takeRequests()).toEqual([`GET ${key}`]);

    const etag = through.headers.get('etag') ?? '';
    const again = await call('GET', `${segment}?via=studio`, { headers: { 'if-none-match': etag } });
    expect([again.status, bucket.takeRequests()]).toEqual([304, [`GET ${key}`]]);
    const part = await call('GET', `${segment}?via=studio`, { headers: { range: 'bytes=4-9' } });
    expect([part.status, bucket.takeRequests()]).toEqual([206, [`GET ${key}`]]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(4, 10));
  }, 180_000);
});
