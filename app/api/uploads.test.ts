// Uploads from the request to the rows: what is taken, what is refused, and that refusals leave nothing behind.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getStorage } from '@/platform/storage';
import { uploadKey } from '@/platform/storage/keys';
import { PLANS } from '@/server/plans';
import { acceptContent } from '@/server/uploads/accept-content';
import { reserveSpace } from '@/server/uploads/free-space';
import { call, problemIn } from './testing/call';
import { generated, longSilence, newSong, upload } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishSeparation } from './testing/work';

let studio: TestStudio;
let ana: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
});
afterAll(() => studio.close());

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const temporaryFiles = (): string[] => {
  const folder = path.join(studio.dataDir, 'tmp/uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** Everything an upload could leave. */
async function remains(): Promise<unknown> {
  const { prisma } = studio.database;
  const [assets, songs, projects, jobs] = await Promise.all([
    prisma.asset.count(),
    prisma.song.count(),
    prisma.project.count(),
    prisma.job.count(),
  ]);
  return {
    assets,
    songs,
    projects,
    jobs,
    stored: await getStorage().list('uploads'),
    temporary: temporaryFiles(),
  };
}

async function refusalOf(send: () => Promise<Response>): Promise<string> {
  const before = await remains();
  const refusal = await problemIn(await send());
  expect(await remains()).toEqual(before);
  return refusal;
}

describe('an upload that is taken', () => {
  it('becomes a project with a song, a stored file and a queued separation', async () => {
    const content = newSong();
    const response = await upload(ana, content, { fileName: '名前 with spaces & #%?.wav' });
    expect(response.status).toBe(202);
    const { project_id, status } = (await response.json()) as { project_id: string; status: string };
    expect(status).toBe('queued');
    const song = await studio.database.prisma.song.findUniqueOrThrow({
      where: { projectId: project_id },
      include: { asset: true, separation: true, project: true },
    });
    expect(song.project.name).toBe('名前 with spaces & #%?');
    expect(song.asset).toMatchObject({ sha256: sha256(content), container: 'wav', channels: 2 });
    expect(song.separation).toMatchObject({ id: `sep-${sha256(content)}-htdemucs`, state: 'queued' });
    expect(await getStorage().stat(uploadKey(song.sha256))).toEqual({ bytes: content.length });
    expect(temporaryFiles()).toEqual([]);
    const shown = await call('GET', `/projects/${project_id}/status`, { as: ana });
    expect(await shown.json()).toMatchObject({ status: 'queued', progress: 0, stems: [] });
  });

  it('may be an MP3, whatever it is called, and keeps markup as text', async () => {
    const mp3 = generated('mp3', '-f', 'lavfi', '-i', 'sine=d=0.5', '-metadata', 'title=<script>');
    const response = await upload(ana, mp3, {
      fileName: '../../<b>x</b>.wav',
      fields: { name: '<i>Song</i>' },
    });
    const { project_id } = (await response.json()) as { project_id: string };
    const project = await call('GET', `/projects/${project_id}`, { as: ana });
    expect(await project.json()).toMatchObject({ name: '<i>Song</i>', status: 'queued', role: 'owner' });
  });

  it('is stored and separated once, whoever brings it', async () => {
    const content = newSong();
    const ben = await newPerson(studio);
    await Promise.all([upload(ana, content), upload(ben, content), upload(ben, content)]);
    const where = { sha256: sha256(content) };
    expect(await studio.database.prisma.song.count({ where })).toBe(3);
    const jobs = await studio.database.prisma.job.findMany({ where: { id: { contains: where.sha256 } } });
    expect(jobs.map(({ name }) => name).sort()).toEqual(['analyse-track', 'import-source', 'separation']);
  });

  it('is ready at once when its stems are there', async () => {
    const content = newSong();
    await upload(ana, content);
    await finishSeparation(studio, `sep-${sha256(content)}-htdemucs`);
    const ben = await newPerson(studio);
    const response = await upload(ben, content);
    const { project_id, status } = (await response.json()) as { project_id: string; status: string };
    expect(status).toBe('ready');
    const outbox = await studio.database.prisma.outbox.findMany({ where: { projectId: project_id } });
    expect(outbox).toMatchObject([{ edit: { type: 'put-stems', stems: { length: 4 } } }]);
  });

  it('may go into an existing project without a song, once', async () => {
    const home = await newProject(studio, ana);
    const fields = { project_id: home };
    expect(await (await upload(ana, newSong(), { fields })).json()).toMatchObject({ project_id: home });
    expect(await refusalOf(() => upload(ana, newSong(), { fields }))).toMatch(/^409 This project has a song/);
    const stranger = await newPerson(studio);
    expect(await refusalOf(() => upload(stranger, newSong(), { fields }))).toMatch(/^404 /);
  });
});

describe('an upload that is refused', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['text that calls itself MP3', Buffer.from('This is a letter, not a song. '.repeat(100))],
    ['a playlist that calls itself MP3', Buffer.from('#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.mp3\n')],
    ['half a header', Buffer.from('RIFF\0\0\0\0WAVE')],
  ])('because it is %s leaves nothing', async (_what, content) => {
    const refusal = await refusalOf(() => upload(ana, content, { fileName: 'song.mp3' }));
    expect(refusal).toMatch(/^400 [A-Z].*\.$/);
  });

  it('because it is longer than the plan takes, or than any plan takes', async () => {
    const ben = await newPerson(studio);
    const long = longSilence(PLANS.free.maxDurationS + 60);
    expect(await refusalOf(() => upload(ben, long))).toMatch(
      /^413 The Free plan takes songs of up to 30 minutes.* Pro plan takes longer/,
    );
    expect(await refusalOf(() => upload(ana, longSilence(3 * 3600)))).toMatch(
      /^413 The Pro plan takes songs of up to 2 hours; this one is longer\.$/,
    );
  });

  it('because it is too large: by what it announces, and by what it sends', async () => {
    const ben = await newPerson(studio);
    const announced = () =>
      call('POST', '/upload/base-track', {
        as: ben,
        form: new FormData(),
        headers: { 'content-length': String(200 * 1024 * 1024) },
      });
    expect(await refusalOf(announced)).toMatch(
      /^413 The Free plan takes files of up to 100 MB\. The Pro plan/,
    );
    const sent = () => upload(ben, Buffer.alloc(PLANS.free.maxUploadBytes + 1));
    expect(await refusalOf(sent)).toMatch(/^413 The Free plan takes files of up to 100 MB/);
  });

  it('because the form is not what it should be', async () => {
    const bare = () => call('POST', '/upload/base-track', { as: ana, json: {} });
    expect(await refusalOf(bare)).toMatch(/^400 Send the song as the file in the field "file"/);
    const empty = () => call('POST', '/upload/base-track', { as: ana, form: new FormData() });
    expect(await refusalOf(empty)).toMatch(/^400 /);
    const wrongField = new FormData();
    wrongField.append('song', new File(['x'], 'x.wav'));
    const wrong = () => call('POST', '/upload/base-track', { as: ana, form: wrongField });
    expect(await refusalOf(wrong)).toMatch(/^400 Send the song as the file in the field "file"/);
  });

  it('because it broke off in the middle', async () => {
    const boundary = 'edge';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF`;
    const headers = {
      authorization: `Bearer ${ana.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    const { POST } = await import('./v1/upload/base-track/route');
    const send = (body: BodyInit) => {
      const init = { method: 'POST', headers, body, duplex: 'half' };
      return POST(new Request('http://studio.example/', init), { params: Promise.resolve({}) });
    };
    expect(await refusalOf(() => send(head))).toMatch(/^400 The upload arrived incomplete/);
    const torn = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(head));
        setTimeout(() => controller.error(new Error('The connection is gone.')), 20);
      },
    });
    expect(await refusalOf(() => send(torn))).toMatch(/^400 The upload arrived incomplete/);
  });

  it('because the disk is full', async () => {
    const folder = path.join(studio.dataDir, 'tmp');
    await expect(reserveSpace(folder, 1_000, async () => 1_000)).rejects.toThrow('storage is full');
  });

  it('by the database takes the stored file back', async () => {
    const content = newSong();
    const file = { path: path.join(studio.dataDir, 'tmp/uploads/song'), bytes: content.length, fields: {} };
    const fresh = { ...file, fileName: 'a.wav', sha256: sha256(content) };
    const { writeFile } = await import('node:fs/promises');
    await writeFile(fresh.path, content);
    const write = () => Promise.reject(new Error('The database is unavailable.'));
    const here = new AbortController().signal;
    await expect(acceptContent(ana, fresh, here, write)).rejects.toThrow('database is unavailable');
    expect(await getStorage().stat(uploadKey(fresh.sha256))).toBeNull();
  });
});

const ODD = path.join(import.meta.dirname, '../../../shared/fixtures/odd');
const hasOdd = existsSync(path.join(ODD, 'expect.json'));
if (!hasOdd) console.warn('Skipped: no folder of odd files beside the repository.');

describe.skipIf(!hasOdd)('odd files', () => {
  it('get what is expected of them', async () => {
    const expected = JSON.parse(readFileSync(path.join(ODD, 'expect.json'), 'utf8')) as Record<
      string,
      { expect: string }
    >;
    const wrong: string[] = [];
    const wanting = readdirSync(ODD).filter((file) => expected[file]?.expect.match(/reject|partial/));
    for (const name of [...wanting, 'id3-html-title.mp3', 'vbr-no-xing.mp3', '名前 with spaces & #%?.wav']) {
      const { status } = await upload(ana, readFileSync(path.join(ODD, name)), { fileName: name });
      const wanted = expected[name]?.expect;
      const fits =
        { ok: status === 202, partial: status === 202, reject: status === 400 }[wanted ?? ''] ?? true;
      if (!fits || status >= 500) wrong.push(`${name}: ${wanted}, got ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(temporaryFiles()).toEqual([]);
  }, 120_000);
});
