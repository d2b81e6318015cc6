// Separations from the user's perspective: the choice of a model, and stems that can be played before they
// are complete.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { required } from '@/contract/required';
import { claimJob, failJob, reportJob } from '@/platform/job-run';
import { separationJob } from '@/platform/jobs/separation';
import { recordWorkerHeartbeat } from '@/platform/worker-heartbeat';
import { call, problemIn } from './testing/call';
import { newSong, upload, uploadNew } from './testing/sounds';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';
import { finishSeparation } from './testing/work';

let studio: TestStudio;
let ana: Person;
beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
});
afterAll(() => studio.close());

const FOUR = ['drums', 'bass', 'other', 'vocals'];
const model = (id: string, stems: string[]) => ({ id, title: `Model ${id}`, licence: 'Any use.', stems });

const songOf = (projectId: string) =>
  studio.database.prisma.song.findUniqueOrThrow({ where: { projectId }, include: { separation: true } });

describe('the choice of a model', () => {
  it('is between those that a living worker has, the configured one first', async () => {
    expect(await (await call('GET', '/models', { as: ana })).json()).toEqual({ models: [] });
    const models = [
      model('a_bag', FOUR),
      model('htdemucs', FOUR),
      model('six', [...FOUR, 'guitar', 'piano']),
    ];
    await recordWorkerHeartbeat('w', 'separation', { pid: 1, concurrency: 1, models });
    const answer = await (await call('GET', '/models', { as: ana })).json();
    expect(answer.models.map((each: { id: string; default: boolean }) => [each.id, each.default])).toEqual([
      ['htdemucs', true],
      ['a_bag', false],
      ['six', false],
    ]);
    expect((await call('GET', '/models')).status).toBe(401);
  });

  it('comes with the song, and stays with it when it is tried again', async () => {
    const content = newSong();
    const response = await upload(ana, content, { fields: { model: 'six' } });
    const { project_id: id } = await response.json();
    const { sha256, separation } = await songOf(id);
    const input = { sha256, modelId: 'six' };
    expect(separation).toMatchObject({ id: separationJob.idOf(input), input });
    await call('POST', `/projects/${id}/cancel`, { as: ana });
    expect((await call('POST', `/projects/${id}/retry`, { as: ana })).status).toBe(202);
    expect((await songOf(id)).separationId).toBe(separation.id);
    const { expected_stems: expected } = await (
      await call('GET', `/projects/${id}/status`, { as: ana })
    ).json();
    expect(expected).toEqual(['vocals', 'drums', 'bass', 'other', 'guitar', 'piano']);
  });

  it('refuses a model that is not installed', async () => {
    const refused = await upload(ana, newSong(), { fields: { model: 'nine' } });
    expect(await problemIn(refused)).toBe('400 There is no separation model called "nine" here.');
  });
});

describe('stems that are on their way', () => {
  const partialResult = (availableSamples: number) => ({
    sampleRate: 44_100,
    lengthSamples: 900_000,
    segmentSamples: 262_144,
    availableSamples,
    stems: FOUR.map((id) => ({ id, headroomBits: 2 })),
  });
  const statusOf = async (id: string) => (await call('GET', `/projects/${id}/status`, { as: ana })).json();
  const sourcesOf = async (id: string) =>
    (await (await call('GET', `/projects/${id}/media`, { as: ana })).json()).sources;
  const separating = (availableSamples: number) => ({
    stage: 'separating',
    progress: 0.5,
    partialResult: partialResult(availableSamples),
  });

  it('can be played up to the part that is available', async () => {
    const id = await uploadNew(ana);
    const { separationId: jobId } = await songOf(id);
    const run = required(await claimJob(jobId), 'a job to claim');
    await reportJob(run, { stage: 'separating', progress: 0.1 });
    expect(await statusOf(id)).toMatchObject({ status: 'separating', stems: [], stems_so_far: null });
    expect(await sourcesOf(id)).toEqual([]);

    await reportJob(run, separating(262_144));
    const { stems_so_far: heard } = await statusOf(id);
    expect(heard).toMatchObject({
      available_samples: 262_144,
      length_samples: 900_000,
      segment_samples: 262_144,
      source_id: jobId,
      stems: ['vocals', 'drums', 'bass', 'other'].map((name) => ({ name, headroom_bits: 2 })),
    });
    expect(await sourcesOf(id)).toMatchObject([{ source_id: jobId }]);
    // Progress without new stem data leaves the known state as it is.
    await reportJob(run, { stage: 'separating', progress: 0.6 });
    expect((await statusOf(id)).stems_so_far).toEqual(heard);
  });

  it('stay when another worker takes over, and grow once it has come further', async () => {
    const id = await uploadNew(ana);
    const { separationId: jobId } = await songOf(id);
    await reportJob(required(await claimJob(jobId), 'a job to claim'), separating(524_288));
    const successor = required(await claimJob(jobId), 'a job to claim');
    const available = async () => (await statusOf(id)).stems_so_far?.available_samples;
    expect(await available()).toBe(524_288);
    await reportJob(successor, separating(262_144));
    expect(await available()).toBe(524_288);
    await reportJob(successor, separating(786_432));
    expect(await available()).toBe(786_432);
  });

  it('are removed when the separation fails or is cancelled, and replaced by the whole stems when it is done', async () => {
    const failed = await uploadNew(ana);
    const run = required(await claimJob((await songOf(failed)).separationId), 'a job to claim');
    await reportJob(run, separating(262_144));
    await failJob(run, 'Something broke.', { retry: true });
    expect(await statusOf(failed)).toMatchObject({ status: 'queued', stems_so_far: null });
    expect(await sourcesOf(failed)).toEqual([]);
    await reportJob(required(await claimJob(run.jobId), 'a job to claim'), separating(262_144));
    await call('POST', `/projects/${failed}/cancel`, { as: ana });
    expect(await statusOf(failed)).toMatchObject({ status: 'cancelled', stems_so_far: null });
    expect(await sourcesOf(failed)).toEqual([]);

    const done = await uploadNew(ana);
    const { separationId: jobId } = await songOf(done);
    await reportJob(required(await claimJob(jobId), 'a job to claim'), separating(262_144));
    await finishSeparation(studio, jobId);
    const { status, stems, stems_so_far: none } = await statusOf(done);
    expect([status, stems.length, none]).toEqual(['ready', 4, null]);
  });
});
