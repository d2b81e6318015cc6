// The library from upload to grain: what is taken, who may see, use and remove it, and what is left afterwards.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { sweepOnce } from '@/platform/retention/sweep';
import { STARTER_NAMES } from '@/platform/starter-sounds';
import { getStorage } from '@/platform/storage';
import { stylePrefix, styleSourceKey } from '@/platform/storage/keys';
import { grainsUrl } from '@/server/library/grain-grants';
import { ensureStarterLibrary } from '@/server/library/starter-library';
import { PLANS } from '@/server/plans';
import { call, type Method, problemIn } from './testing/call';
import { longSilence, newSong } from './testing/sounds';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishLibrary } from './testing/styles';

let studio: TestStudio;
let [owner, friend, stranger] = [] as Person[] as [Person, Person, Person];

beforeAll(async () => {
  studio = await openTestStudio();
  owner = await newPerson(studio);
  friend = await newPerson(studio);
  stranger = await newPerson(studio);
});
afterAll(() => studio.close());

function uploadStyle(as: Person, content: Buffer, fileName = 'kitchen.wav'): Promise<Response> {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(content)], fileName));
  return call('POST', '/upload/style-sound', { as, form });
}

async function newSound(as: Person, content = newSong()): Promise<string> {
  return ((await (await uploadStyle(as, content)).json()) as { id: string }).id;
}

const rowOf = (id: string) => studio.database.prisma.styleSound.findUniqueOrThrow({ where: { id } });

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

async function libraryOf(as: Person): Promise<Listed[]> {
  return ((await (await call('GET', '/library', { as })).json()) as { sounds: Listed[] }).sounds;
}

describe('an upload', () => {
  it('becomes a sound with a queued analysis, once per content and person', async () => {
    const content = newSong();
    const response = await uploadStyle(owner, content, 'My kitchen.wav');
    expect(response.status).toBe(202);
    const { id, status } = (await response.json()) as { id: string; status: string };
    expect(status).toBe('queued');
    expect(await newSound(owner, content)).toBe(id);
    const other = await newSound(friend, content);
    expect(other).not.toBe(id);
    const { sha256, jobId } = await rowOf(id);
    expect(jobId).toBe(grainLibraryJob.idOf({ sha256 }));
    expect(await rowOf(other)).toMatchObject({ sha256, jobId });
    expect(await getStorage().stat(styleSourceKey(sha256))).toEqual({ bytes: content.length });
  });

  it('is rejected with one message, and leaves nothing behind', async () => {
    const before = await getStorage().list('styles');
    const letter = Buffer.from('This is a letter, not a sound. '.repeat(100));
    expect(await problemIn(await uploadStyle(owner, letter))).toMatch(/^400 [A-Z].*\.$/);
    expect(await problemIn(await uploadStyle(owner, longSilence(601)))).toMatch(/^400 .*longer than 10 min/);
    expect(await problemIn(await call('POST', '/upload/style-sound', { as: owner, json: {} }))).toMatch(
      /^400 Send the style sound as the file/,
    );
    expect(await getStorage().list('styles')).toEqual(before);
  });

  it('counts against the plan', async () => {
    const { prisma } = studio.database;
    const keen = await newPerson(studio);
    const { jobId } = await rowOf(await newSound(keen));
    const rows = Array.from({ length: PLANS.free.maxStyleSounds - 1 }, (_, i) => i);
    const data = rows.map((i) => ({ ownerId: keen.id, name: `${i}`, sha256: `${i}`, jobId }));
    await prisma.styleSound.createMany({ data });
    expect(await problemIn(await uploadStyle(keen, newSong()))).toMatch(/^402 The Free plan allows 20 style/);
  });
});

describe('a finished sound', () => {
  it('shows its summary and map, and plays one grain by a signed link', async () => {
    const id = await newSound(owner);
    await finishLibrary(studio, id);
    const detail = await (await call('GET', `/library/${id}`, { as: owner })).json();
    expect(detail).toMatchObject({ status: 'ready', kind: 'own', grains: 2, pitched_grains: 1 });
    expect(detail).toMatchObject({ lowest_hz: 220, highest_hz: 220, shared_with: [] });
    expect(detail).toMatchObject({ grain_map: [{ start_s: 0, pitch_hz: 220 }, { pitch_hz: 0 }] });
    const { grains_url: url } = detail as { grains_url: string };
    const grain = await call('GET', `${url}/1.wav`);
    expect(grain.headers.get('content-type')).toBe('audio/wav');
    const bytes = Buffer.from(await grain.arrayBuffer());
    expect(bytes.length).toBe(Number(grain.headers.get('content-length')));
    expect([...new Int16Array(bytes.buffer, bytes.byteOffset + 44, 3)]).toEqual([200, 201, 202]);
    for (const file of ['2.wav', '00.wav', 'x.wav']) {
      expect((await call('GET', `${url}/${file}`)).status).toBe(404);
    }
    const { sha256 } = await rowOf(id);
    const old = grainsUrl(sha256, Date.now() - 300_000);
    expect(await problemIn(await call('GET', `${old}/0.wav`))).toMatch(/^410 .*expired/);
    const flipped = url.endsWith('A') ? `${url.slice(0, -1)}B` : `${url.slice(0, -1)}A`;
    expect((await call('GET', `${flipped}/0.wav`)).status).toBe(403);
  });

  it('goes with its files once nobody has it any more', async () => {
    const content = newSong();
    const [mine, theirs] = [await newSound(owner, content), await newSound(friend, content)];
    await finishLibrary(studio, mine);
    const { sha256, jobId } = await rowOf(mine);
    const stored = async () => (await getStorage().list(stylePrefix(sha256))).length;
    expect((await call('DELETE', `/library/${mine}`, { as: owner })).status).toBe(204);
    expect(await stored()).toBe(4);
    expect((await call('DELETE', `/library/${theirs}`, { as: friend })).status).toBe(204);
    expect(await stored()).toBe(0);
    expect(await studio.database.prisma.job.findUnique({ where: { id: jobId } })).toBeNull();
    await finishLibrary(studio, await newSound(owner, content));
    expect(await stored()).toBe(4);
  });

  it('is swept when its owner is gone', async () => {
    const leaver = await newPerson(studio);
    const { sha256, jobId } = await rowOf(await newSound(leaver));
    const kept = await rowOf(await newSound(owner));
    await getStorage().put(styleSourceKey('f'.repeat(64)), Buffer.from('left by a crash'));
    await studio.database.prisma.user.delete({ where: { id: leaver.id } });
    // What has no row must be a week old before it goes.
    await sweepOnce(new Date(Date.now() + 8 * 24 * 3_600_000));
    expect(await getStorage().list(stylePrefix(sha256))).toEqual([]);
    expect(await getStorage().list(stylePrefix('f'.repeat(64)))).toEqual([]);
    expect(await studio.database.prisma.job.findUnique({ where: { id: jobId } })).toBeNull();
    expect(await getStorage().list(stylePrefix(kept.sha256))).toHaveLength(1);
  });
});

describe('who may do what', () => {
  interface Rule {
    readonly method: Method;
    readonly path: string;
    /** Statuses for the owner of the sound, a member of a project it is shared with, and anyone else */
    readonly answers: readonly [number, number, number];
  }
  const RULES: readonly Rule[] = [
    { method: 'GET', path: '/library/{id}', answers: [200, 200, 404] },
    { method: 'POST', path: '/library/{id}/shares', answers: [204, 403, 404] },
    { method: 'DELETE', path: '/library/{id}/shares/{project}', answers: [204, 403, 404] },
    { method: 'DELETE', path: '/library/{id}', answers: [204, 403, 404] },
  ];

  it.each(RULES)('$method $path', async ({ method, path, answers }) => {
    for (const [index, who] of [owner, friend, stranger].entries()) {
      const id = await newSound(owner);
      const project = await newProject(studio, owner, [[friend, 'editor']]);
      await call('POST', `/library/${id}/shares`, { as: owner, json: { project_id: project } });
      const address = path.replace('{id}', id).replace('{project}', project);
      const json = method === 'POST' ? { project_id: project } : undefined;
      expect((await call(method, address, { as: who, json })).status).toBe(answers[index]);
      expect((await call(method, address, { json })).status).toBe(401);
    }
  });

  it('shares with projects that one may change, and takes back', async () => {
    const id = await newSound(owner);
    const [theirs, seen] = [
      await newProject(studio, stranger),
      await newProject(studio, friend, [[owner, 'viewer']]),
    ];
    const share = (project_id: string) =>
      call('POST', `/library/${id}/shares`, { as: owner, json: { project_id } });
    expect((await share(theirs)).status).toBe(404);
    expect((await share(seen)).status).toBe(403);
    const project = await newProject(studio, owner, [[friend, 'viewer']]);
    await share(project);
    const shown = (await libraryOf(friend)).find((sound) => sound.id === id);
    expect(shown).toMatchObject({ kind: 'shared', shared_with: [project] });
    await call('DELETE', `/library/${id}/shares/${project}`, { as: owner });
    expect((await libraryOf(friend)).map((sound) => sound.id)).not.toContain(id);
  });
});

describe('the starter library', () => {
  it('is everybody’s, however often the studio starts, and nobody removes it', async () => {
    await Promise.all([ensureStarterLibrary(), ensureStarterLibrary()]);
    const starters = (await libraryOf(stranger)).filter(({ kind }) => kind === 'starter');
    expect(starters.map(({ name }) => name).sort()).toEqual(Object.values(STARTER_NAMES).sort());
    const [first] = starters;
    expect(await problemIn(await call('DELETE', `/library/${first?.id}`, { as: owner }))).toMatch(
      /^403 The starter sounds belong/,
    );
    await sweepOnce();
    expect(await libraryOf(stranger)).toHaveLength(starters.length);
  });
});
