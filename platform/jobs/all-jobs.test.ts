// Invariants of all kinds of job: unique names and ids, ids that never change, labels for what browsers are shown.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOB_LABELS, VISIBLE_JOB_NAMES } from '@/contract/jobs';
import { DEFAULT_STYLE, styleSettingsSchema } from '@/document/style-schema';
import { CONTENT_FOLDERS } from '../storage/keys';
import { ALL_JOBS, isShownAs, JOB_NAMES, jobNamed, type KnownJob } from './all-jobs';
import { contentOfId } from './content-ids';
import { defineJob } from './define-job';
import { planSetJob } from './make-set';

const hex64 = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 });
const sha256 = hex64.map((digits) => digits.join(''));
const stem = fc.record({
  id: fc.constantFrom('vocals', 'drums'),
  name: fc.constant('Stem'),
  sourceId: sha256.map((hash) => `sep-${hash}-htdemucs`),
  lengthSamples: fc.nat(),
});

/** All that any kind of job is identified by; each takes what it needs. */
const subjects = fc.record({
  sha256,
  durationS: fc.constant(60),
  songSha256: sha256,
  styleSha256: sha256,
  modelId: fc.stringMatching(/^[a-z0-9][a-z0-9_]{0,39}$/),
  separationId: fc.constant(null),
  setId: fc.uuid(),
  mixId: fc.uuid(),
  index: fc.nat(10_000),
  stem,
  settings: fc.record({ amount: fc.double({ min: 0, max: 1, noNaN: true }) }).map((change) => ({
    ...styleSettingsSchema.parse(DEFAULT_STYLE),
    ...change,
  })),
});
type Subject = typeof subjects extends fc.Arbitrary<infer Value> ? Value : never;

// A subject of all fields is one of every kind.
const idOf = (job: KnownJob, subject: Subject): string => job.idOf(subject as never);

/** The same with the fields of every object in the opposite order. */
function reordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, reordered(field)]);
  return Object.fromEntries(fields.reverse());
}

describe('the ids of jobs', () => {
  it.each(JOB_NAMES)('%s: the same subject has the same valid id, another subject another one', (name) => {
    const job = jobNamed(name) as KnownJob;
    fc.assert(
      fc.property(subjects, subjects, (one, other) => {
        const id = idOf(job, one);
        expect(id).toMatch(/^(?=.*[^0-9])[A-Za-z0-9_-]{1,200}$/);
        expect(id).not.toContain('undefined');
        expect(idOf(job, reordered(one) as Subject)).toBe(id);
        if (one.sha256 !== other.sha256) expect(idOf(job, other)).not.toBe(id);
      }),
    );
  });

  it('of two kinds are never the same', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        expect(new Set(ALL_JOBS.map((job) => idOf(job, subject))).size).toBe(ALL_JOBS.length);
      }),
    );
  });

  it('name the content where jobs are removed with it, in the folder of their output', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        for (const job of ALL_JOBS) {
          if (job.retention.until !== 'content-unused') continue;
          const id = idOf(job, subject);
          const content = contentOfId(id);
          expect([subject.sha256, subject.songSha256]).toContain(content);
          expect(id.startsWith(job.retention.ids.startOf(content ?? ''))).toBe(true);
          const [folder] = Object.values(job.retention.output(id)).map((key: string) => key.split('/')[0]);
          expect(CONTENT_FOLDERS).toContain(folder);
        }
      }),
    );
  });

  it('have the format of stored rows', () => {
    const [hash, set] = ['a'.repeat(64), '0b0e0000-0000-4000-8000-000000000000'];
    const subject = {
      sha256: hash,
      modelId: 'htdemucs',
      separationId: 'sep',
      setId: set,
      index: 4,
      mixId: set,
    };
    const idsOf = (...names: string[]) => names.map((name) => jobNamed(name)?.idOf(subject as never));
    expect(
      idsOf(
        'separation',
        'import-source',
        'analyse-track',
        'grain-library',
        'render-mix',
        'plan-set',
        'join-set',
      ),
    ).toEqual([
      `sep-${hash}-htdemucs`,
      `file-${hash}-1`,
      `trk-${hash}-4s`,
      `grains-2-${hash}`,
      `mix-${set}`,
      `plan-${set}`,
      `join-${set}`,
    ]);
    expect(idsOf('render-set-segment')).toEqual([`seg-${set}-4`]);
  });
});

describe('the list of jobs', () => {
  it('lists each name of a job once', () => {
    expect(new Set(JOB_NAMES).size).toBe(ALL_JOBS.length);
  });

  it('shows browsers exactly the kinds that have a label', () => {
    const shown = JOB_NAMES.filter((name) => isShownAs(name, 'job'));
    expect([...shown].sort()).toEqual([...VISIBLE_JOB_NAMES].sort());
    expect(Object.values(JOB_LABELS).every((label) => label.length > 0)).toBe(true);
  });

  it('has no place for a kind that browsers would be shown without a label: types refuse it', () => {
    const hidden = { ...planSetJob, name: 'plan-tour' } as const;
    expect(defineJob(hidden).name).toBe('plan-tour');
    const rows = { as: 'job', from: '"Tour"', jobColumn: 'jobId' } as const;
    // @ts-expect-error: contract/jobs.ts has no label for it.
    expect(defineJob({ ...hidden, visibleTo: [rows] }).visibleTo).toEqual([rows]);
  });

  it('does not know a kind of another version', () => {
    expect(jobNamed('from-the-future')).toBeUndefined();
  });
});
