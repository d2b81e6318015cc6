// Real recordings whose beats turn out to be unrelated in their set do not play together, and the report says why.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planSet } from '@/audio/automix/plan/plan';
import { NO_COMMON_BEAT } from '@/audio/automix/report/attack-alignment';
import type { SetTrack } from '@/audio/automix/types';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { analyses } from '../../analysis/analyses';
import { loadTrack } from '../../analysis/load-track';
import { renderSet } from './render-set';
import { withoutMisaligned } from './without-misaligned';

const REPORTED = path.resolve('../shared/fixtures/reports');
const isHere = existsSync(REPORTED);
if (!isHere) console.warn(`There is no ${REPORTED}: the beats of generated tracks alone were compared.`);

describe.skipIf(!isHere)('withoutMisaligned, of a steady track and one that becomes faster', () => {
  it('parts them, and the report of the set says why', async () => {
    const names = ['house121.opus', 'live-rise-116-122.opus'];
    const tracks: SetTrack[] = [];
    for (const name of names) {
      const analysis = await analyses.track(await loadTrack(path.join(REPORTED, name)));
      tracks.push({ id: name, name, analysis, hasStems: false });
    }
    const sources = names.map((name) => ({
      id: name,
      name,
      path: path.join(REPORTED, name),
      contentId: name,
    }));
    const plan = planSet(tracks, DEFAULT_DJ_RULES);
    const workDir = await mkdtemp(path.join(os.tmpdir(), 'without-misaligned-'));
    try {
      const file = path.join(workDir, 'set.wav');
      const output = { path: file, format: 'wav', bitDepth: 16, title: 'Test' } as const;
      const { report } = await renderSet({ plan, tracks, sources, output, workDir });
      expect(report.transitions[0]).toMatchObject({ beat_offset_reason: NO_COMMON_BEAT });
      expect(report.notes.at(-1)).toContain('have nothing in common where they overlap');
      const { transitions } = withoutMisaligned(plan, report, tracks, DEFAULT_DJ_RULES);
      expect(plan.transitions[0]!.isLocked).toBe(true);
      expect(['cut', 'echo-out']).toContain(transitions[0]!.template);
    } finally {
      await rm(workDir, { recursive: true, force: true });
    }
  }, 240_000);
});
