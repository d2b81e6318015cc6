// Stems from grant to file: segments, peaks, whole stems, ranges, and what is closed to forged and expired grants.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { separationJob } from '@/platform/jobs/separation';
import { decodeWhole } from '@/platform/media/decode';
import { grantMedia } from '@/server/media/grants';
import { downloadUrl } from '@/server/mixes/download-link';
import { call, problemIn } from './testing/call';
import { uploadNew } from './testing/sounds';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishSeparation, LENGTH_SAMPLES, SEGMENT_SAMPLES } from './testing/work';

let studio: TestStudio;
let ana: Person;
let ben: Person;
let projectId: string;
let separationId: string;

beforeAll(async () => {
  studio = await openTestStudio();
  [ana, ben] = [await newPerson(studio, 'pro'), await newPerson(studio)];
  projectId = await uploadNew(ana);
  const song = await studio.database.prisma.song.findUniqueOrThrow({ where: { projectId } });
  separationId = song.separationId;
  await finishSeparation(studio, separationId);
  await studio.database.prisma.membership.create({ data: { projectId, userId: ben.id, role: 'editor' } });
});
afterAll(() => studio.close());

async function json<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

describe('stems', () => {
  interface Grants {
    readonly sources: readonly { source_id: string; token: string; expires_at: string }[];
  }
  let media: string;
  beforeEach(async () => {
    const { sources } = await json<Grants>(await call('GET', `/projects/${projectId}/media`, { as: ben }));
    expect(sources).toMatchObject([{ source_id: separationId }]);
    const left = Date.parse(sources[0]?.expires_at ?? '') - Date.now();
    expect(left).toBeGreaterThan(60_000);
    expect(left).toBeLessThanOrEqual(300_000);
    media = `/media/${sources[0]?.token}`;
  });

  it('come in segments that browsers may keep, without a session', async () => {
    const response = await call('GET', `${media}/vocals/2.flac`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/flac');
    expect(response.headers.get('cache-control')).toContain('immutable');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 4).toString()).toBe('fLaC');
    expect(bytes.length).toBe(Number(response.headers.get('content-length')));
  });

  it('have segments whatever else the address asks for', async () => {
    for (const query of ['via=elsewhere', 'via=', 'other=1']) {
      const response = await call('GET', `${media}/drums/0.flac?${query}`);
      expect(response.status).toBe(200);
      await response.body?.cancel();
    }
  });

  it('have peaks, whole or in part', async () => {
    const range = (value: string) => call('GET', `${media}/drums/peaks`, { headers: { range: value } });
    expect(await (await call('GET', `${media}/drums/peaks`)).text()).toBe('peaks of the stem');
    expect(await (await range('bytes=6-7')).text()).toBe('of');
    expect(await (await range('bytes=-4')).text()).toBe('stem');
    const part = await range('bytes=9-');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 9-16/17']);
    expect((await range('bytes=17-')).status).toBe(416);
  });

  it('can be downloaded as one FLAC only with a plan that allows it, and are not offered otherwise', async () => {
    for (const way of ['', '?download', '?via=studio']) {
      expect(await problemIn(await call('GET', `${media}/bass/stem.flac${way}`))).toMatch(/^402 /);
    }
    interface Status {
      readonly stems: { name: string; url: string | null; duration_s: number }[];
    }
    const status = async (as: Person) =>
      (await json<Status>(await call('GET', `/projects/${projectId}/status`, { as }))).stems;
    expect((await status(ben)).map(({ url }) => url)).toEqual([null, null, null, null]);
    const stems = await status(ana);
    expect(stems.map(({ name }) => name)).toEqual(['vocals', 'drums', 'bass', 'other']);
    expect(stems[0]?.duration_s).toBeCloseTo(LENGTH_SAMPLES / 44_100, 9);
    const whole = Buffer.from(await (await call('GET', stems[0]?.url ?? '')).arrayBuffer());
    expect(whole.subarray(0, 4).toString()).toBe('fLaC');
    const saved = await call('GET', `${stems[0]?.url}?download`);
    expect(saved.headers.get('content-disposition')).toBe('attachment; filename="vocals.flac"');
    await saved.body?.cancel();
  });

  it('come whole at the level at which they play, as floats where they exceed full scale', async () => {
    const { job } = studio.database.prisma;
    const { result: before } = await job.findUniqueOrThrow({ where: { id: separationId } });
    const result = separationJob.result.parse(before);
    const levels = { vocals: { headroomBits: 2, peakDbfs: -0.1 }, drums: { headroomBits: 2, peakDbfs: 3 } };
    const stems = result.stems.map((stem) => ({ ...stem, ...levels[stem.id as keyof typeof levels] }));
    await job.update({ where: { id: separationId }, data: { result: { ...result, stems } } });
    const { token } = grantMedia({ sourceId: separationId, mayDownload: true });
    const status = await json<{ stems: { gain_db: number }[] }>(
      await call('GET', `/projects/${projectId}/status`, { as: ana }),
    );
    expect(status.stems.map(({ gain_db }) => gain_db)).toEqual([0, 0, 0, 0]);
    const folder = await mkdtemp(path.join(tmpdir(), 'stems-'));
    const decoded = async (address: string) => {
      const file = path.join(folder, 'file');
      const response = await call('GET', address);
      await writeFile(file, Buffer.from(await response.arrayBuffer()));
      const [left] = await decodeWhole(file, { sampleRate: 44_100, channels: 2 });
      return { left: required(left, 'the left channel'), ...Object.fromEntries(response.headers) };
    };
    for (const [stem, kind] of [
      ['vocals', 'flac'],
      ['drums', 'wav'],
    ]) {
      const whole = await decoded(`/media/${token}/${stem}/stem.flac?download`);
      expect(whole).toMatchObject({ 'content-type': `audio/${kind}` });
      expect(whole).toMatchObject({ 'content-disposition': `attachment; filename="${stem}.${kind}"` });
      expect(whole.left).toHaveLength(LENGTH_SAMPLES);
      const segment = await decoded(`/media/${token}/${stem}/1.flac`);
      const meant = segment.left.map((sample) => 4 * sample);
      expect(whole.left.slice(SEGMENT_SAMPLES, 2 * SEGMENT_SAMPLES)).toEqual(meant);
    }
    await rm(folder, { recursive: true });
    await job.update({ where: { id: separationId }, data: { result } });
  });

  it('are recognised by what a browser has kept, whole or in part', async () => {
    const whole = await call('GET', `${media}/vocals/0.flac`);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const etag = whole.headers.get('etag') ?? '';
    const ask = (headers: Record<string, string>) => call('GET', `${media}/vocals/0.flac`, { headers });
    const same = await ask({ 'if-none-match': `"other", ${etag}` });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await ask({ 'if-none-match': '"other"' })).status).toBe(200);
    const rest = await ask({ range: 'bytes=10-', 'if-range': etag });
    expect(rest.status).toBe(206);
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(10));
    expect((await ask({ range: 'bytes=10-', 'if-range': '"other"' })).status).toBe(200);
  });

  it('do not exist under other names', async () => {
    for (const place of ['vocals/3.flac', 'vocals/00.flac', 'vocals/-1.flac', 'violin/0.flac', '../0.flac']) {
      expect((await call('GET', `${media}/${place}`).catch(() => ({ status: 404 }))).status).toBe(404);
    }
    const { token } = grantMedia({ sourceId: separationId, mayDownload: true });
    expect((await call('GET', `/media/${token}/violin/stem.flac`)).status).toBe(404);
  });

  it('are closed to forged and expired grants', async () => {
    const [payload = '', signature = ''] = media.slice('/media/'.length).split('.');
    const other = Buffer.from(JSON.stringify({ s: 'sep-other', e: 4e9, d: true })).toString('base64url');
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    const forged = [`${other}.${signature}`, `${payload}.${flipped}`, payload, `${payload}.`, `${payload}..`];
    for (const token of forged) {
      expect((await call('GET', `/media/${token}/vocals/0.flac`)).status).toBe(403);
    }
    const old = grantMedia({ sourceId: separationId, mayDownload: true }, Date.now() - 300_000);
    expect(await problemIn(await call('GET', `/media/${old.token}/vocals/0.flac`))).toMatch(/^410 .*expired/);
    const link = new URL(downloadUrl('abc'), 'http://x').searchParams;
    expect((await call('GET', `/media/${payload}.${link.get('signature')}/vocals/0.flac`)).status).toBe(403);
  });
});
