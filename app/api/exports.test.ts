// Exports from request to file: formats by plan, solo, given mixes, links, and what has expired.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMixJob } from '@/platform/jobs/render-mix';
import { runTool } from '@/platform/media/tool';
import { attachment } from '@/server/mixes/download';
import { downloadUrl } from '@/server/mixes/download-link';
import { call, problemIn } from './testing/call';
import { uploadNew } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishMix, finishSeparation, LENGTH_SAMPLES } from './testing/work';

let studio: TestStudio;
let ana: Person;
let ben: Person;
let projectId: string;

beforeAll(async () => {
  studio = await openTestStudio();
  [ana, ben] = [await newPerson(studio, 'pro'), await newPerson(studio)];
  projectId = await uploadNew(ana);
  const song = await studio.database.prisma.song.findUniqueOrThrow({ where: { projectId } });
  await finishSeparation(studio, song.separationId);
  await studio.database.prisma.membership.create({ data: { projectId, userId: ben.id, role: 'editor' } });
});
afterAll(() => studio.close());

async function json<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

describe('exports', () => {
  const ask = (as: Person, more: object) =>
    call('POST', '/mix', { as, json: { project_id: projectId, ...more } });
  const inputOf = async (response: Response) => {
    const { mix_id } = await json<{ mix_id: string }>(response);
    const mix = await studio.database.prisma.mix.findUniqueOrThrow({
      where: { id: mix_id },
      include: { job: true },
    });
    return renderMixJob.input.parse(mix.job.input);
  };

  it('of the shared mix carry every stem, the mix and who is on solo', async () => {
    const input = await inputOf(await ask(ana, { format: 'wav', bit_depth: 24, solo: ['drums'] }));
    expect(input).toMatchObject({ soloed: ['drums'], mix: { tempo: 1, master: { gainDb: 0 } } });
    expect(input.options).toMatchObject({ format: 'wav', bitDepth: 24, sampleRate: 44_100, stems: null });
    expect(input.stems.map(({ id }) => id)).toEqual(['vocals', 'drums', 'bass', 'other']);
  });

  it('of a given mix take linear volumes', async () => {
    const config = {
      vocals: { volume: 0.5, enabled: true },
      drums: { volume: 1, enabled: false },
      bass: { volume: 0 },
    };
    const { mix } = await inputOf(
      await ask(ana, { format: 'flac', config: { ...config, other: { volume: 4 } } }),
    );
    const { vocals, drums, bass, other } = mix.strips;
    expect(vocals?.gainDb).toBeCloseTo(-6.0206, 3);
    expect([vocals?.mute, drums?.mute, bass?.mute, other?.mute]).toEqual([false, true, true, false]);
    expect(other?.gainDb).toBe(12);
  });

  it('say what they were asked for: stems, section, rate, loudness, metadata', async () => {
    const asked = { format: 'wav', bit_depth: 32, sample_rate: 96_000, stems: ['bass', 'drums'] };
    const response = await ask(ana, { ...asked, section: { from_s: 0.1, to_s: 99 } });
    const { mix_id: id } = await json<{ mix_id: string }>(response);
    expect(await json(await call('GET', `/mix/${id}`, { as: ana }))).toMatchObject({
      ...asked,
      extension: 'zip',
      loudness: null,
      section: { from_s: 0.1, to_s: LENGTH_SAMPLES / 44_100 },
    });
    const heard = { stems: 'heard', config: { vocals: { enabled: false } }, solo: ['vocals', 'bass'] };
    const { options } = await inputOf(await ask(ana, { ...heard, format: 'flac' }));
    expect(options.stems).toEqual(['bass']);
    const named = await inputOf(await ask(ben, { loudness: -16, metadata: { artist: 'Ana', title: '' } }));
    expect(named.options).toMatchObject({ loudnessLufs: -16, tags: { artist: 'Ana', title: 'song' } });
  });

  it('carry the cover of the project, an image that can be read', async () => {
    const image = path.join(studio.dataDir, 'cover.png');
    const draw = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=red:s=64x64', '-frames:v', '1', image];
    await runTool('ffmpeg', draw);
    const send = (as: Person, content: Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      form.set('file', new Blob([content]), 'cover.png');
      return call('POST', `/projects/${projectId}/cover`, { as, form });
    };
    const png = new Uint8Array(await readFile(image));
    expect((await inputOf(await ask(ana, { format: 'mp3' }))).cover).toBeNull();
    expect(await json(await send(ana, png))).toMatchObject({ type: 'image/png' });
    expect((await inputOf(await ask(ana, { format: 'mp3' }))).cover).toMatchObject({ kind: 'png' });
    expect((await inputOf(await ask(ana, { format: 'mp3', cover: false }))).cover).toBeNull();
    expect((await inputOf(await ask(ana, { format: 'wav' }))).cover).toBeNull();
    expect(await problemIn(await send(ben, png.slice(0, 60)))).toMatch(/^400 The image cannot be read/);
    expect(await problemIn(await send(ben, png.slice(8)))).toMatch(/^400 A cover is a JPEG or PNG/);
    // A file of many pictures is its first one: the others are not decoded.
    const chained = new Uint8Array(Buffer.concat(Array.from({ length: 200 }, () => png)));
    expect((await send(ben, chained)).status).toBe(201);
    expect((await send(ana, png)).status).toBe(201);
    const sent = await call('GET', `/projects/${projectId}/cover`, { as: ben });
    expect([sent.headers.get('content-type'), (await sent.arrayBuffer()).byteLength]).toEqual([
      'image/png',
      png.length,
    ]);
    expect((await call('DELETE', `/projects/${projectId}/cover`, { as: ben })).status).toBe(204);
    expect((await call('GET', `/projects/${projectId}/cover`, { as: ben })).status).toBe(404);
  });

  it('come in the formats of the plan', async () => {
    expect((await ask(ben, { format: 'mp3' })).status).toBe(202);
    expect(await problemIn(await ask(ben, { format: 'wav' }))).toBe(
      '402 The Free plan exports MP3 only. The Pro plan exports WAV.',
    );
    expect(await problemIn(await ask(ben, { format: 'flac', bit_depth: 24 }))).toMatch(
      /^402 .*Pro plan exports FLAC/,
    );
    expect(await problemIn(await ask(ben, { stems: 'heard' }))).toBe(
      '402 The Free plan exports the mix, not its stems. The Pro plan exports stems.',
    );
  });

  it('refuse what makes no sense', async () => {
    const refused = async (more: object) => problemIn(await ask(ana, { format: 'wav', ...more }));
    expect(await refused({ format: 'ogg' })).toMatch(/^400 /);
    expect(await refused({ bit_depth: 20 })).toMatch(/^400 /);
    expect(await refused({ config: { vocals: { volume: 5 } } })).toBe('400 A volume runs from 0 to 4.');
    expect(await refused({ config: { violin: { volume: 1 } } })).toMatch(
      /^400 There is no stem called violin/,
    );
    expect(await refused({ solo: ['violin'] })).toMatch(/^400 There is no stem called violin/);
    expect(await refused({ stems: ['violin'] })).toMatch(/^400 There is no stem called violin/);
    expect(await refused({ format: 'mp3', sample_rate: 96_000 })).toMatch(/^400 MP3 takes 44.1 and 48 kHz/);
    expect(await refused({ format: 'flac', bit_depth: 32 })).toMatch(/^400 FLAC takes 16 and 24 bits/);
    expect(await refused({ stems: ['bass'], loudness: -14 })).toMatch(/^400 A loudness target is for the/);
    expect(await refused({ section: { from_s: 2, to_s: 1 } })).toBe('400 A section ends after it begins.');
    expect(await refused({ section: { from_s: 9, to_s: 99 } })).toMatch(/^400 The section lies after/);
    const empty = await newProject(studio, ana);
    expect(await refused({ project_id: empty })).toMatch(/^409 This project has no tracks yet/);
  });

  async function finished(as: Person, content = 'the sound of it'): Promise<{ id: string; url: string }> {
    const { mix_id: id } = await json<{ mix_id: string }>(await ask(as, { format: 'mp3' }));
    const waiting = await json<object>(await call('GET', `/mix/${id}`, { as }));
    expect(waiting).toMatchObject({ status: 'queued', download_url: null, report: null });
    await finishMix(studio, id, content);
    const mix = await json<{ download_url: string }>(await call('GET', `/mix/${id}`, { as }));
    expect(mix).toMatchObject({ status: 'complete', report: { peak_dbfs: -3, clipped_samples: 0 } });
    return { id, url: mix.download_url };
  }

  it('are downloaded by a link that needs no session, or by session', async () => {
    const { id, url } = await finished(ben);
    const linked = await call('GET', url);
    expect(await linked.text()).toBe('the sound of it');
    expect(linked.headers.get('content-type')).toBe('audio/mpeg');
    expect(linked.headers.get('content-disposition')).toMatch(/^attachment; filename="song\.mp3"/);
    expect((await call('GET', `/mix/${id}/download`, { as: ana })).status).toBe(200);
    const part = await call('GET', url, { headers: { range: 'bytes=4-8' } });
    expect([part.status, await part.text()]).toEqual([206, 'sound']);
  });

  it('are closed to other links', async () => {
    const { id, url } = await finished(ana);
    const other = await finished(ana);
    const link = new URL(url, 'http://x');
    link.searchParams.set('expires', String(Number(link.searchParams.get('expires')) + 600));
    expect((await call('GET', link.pathname + link.search)).status).toBe(403);
    expect((await call('GET', url.replace(id, other.id))).status).toBe(403);
    expect((await call('GET', `/mix/${id}/download?signature=&expires=`)).status).toBe(403);
    const old = downloadUrl(id, Date.now() - 301_000);
    expect(await problemIn(await call('GET', old))).toMatch(/^410 This download link has expired/);
  });

  it('end with their time', async () => {
    const { id, url } = await finished(ben);
    const past = { expiresAt: new Date(Date.now() - 1_000) };
    await studio.database.prisma.mix.update({ where: { id }, data: past });
    expect(await problemIn(await call('GET', `/mix/${id}/download`, { as: ben }))).toMatch(
      /^410 This export has/,
    );
    expect(await json(await call('GET', `/mix/${id}`, { as: ben }))).toMatchObject({ download_url: null });
    expect((await call('GET', url)).status).toBe(410);
  });

  it('can be cancelled while they wait, and removed by the requester or the owner', async () => {
    const { mix_id: id } = await json<{ mix_id: string }>(await ask(ana, { format: 'mp3' }));
    expect((await call('DELETE', `/mix/${id}`, { as: ben })).status).toBe(403);
    expect((await call('DELETE', `/mix/${id}`, { as: ana })).status).toBe(204);
    expect(await json(await call('GET', `/mix/${id}`, { as: ana }))).toMatchObject({
      status: 'error',
      error: 'The export was cancelled.',
    });
    expect((await call('DELETE', `/mix/${id}`, { as: ana })).status).toBe(204);
    expect((await call('GET', `/mix/${id}`, { as: ana })).status).toBe(404);
    const { mixes } = await json<{ mixes: { mix_id: string }[] }>(
      await call('GET', `/projects/${projectId}/mixes`, { as: ben }),
    );
    expect(mixes.map(({ mix_id }) => mix_id)).not.toContain(id);
  });
});

it('file names survive any title', () => {
  expect(attachment('My song', 'mp3')).toBe(
    `attachment; filename="My song.mp3"; filename*=UTF-8''My%20song.mp3`,
  );
  expect(attachment('名前 "x"\r\nSet-Cookie: a=b', 'wav')).toBe(
    `attachment; filename="__ x Set-Cookie a=b.wav"; filename*=UTF-8''%E5%90%8D%E5%89%8D%20x%20Set-Cookie%20a%3Db.wav`,
  );
  expect(attachment('../..', 'flac')).toContain('filename="mix.flac"');
});
