// The import rules: what each folder may reach, by alias, by relative path and by package.
import { describe, expect, it } from 'vitest';
import { placeViolation } from './component-layers';
import { findImportViolations } from './import-rules';

const reasons = (file: string, source: string) => findImportViolations(file, source).map((b) => b.specifier);

describe('import rules', () => {
  it('keeps audio/ and document/ pure', () => {
    const source =
      "import a from '@/audio/units';\nimport fs from 'node:fs';\nimport b from '@/document/schema';";
    expect(reasons('audio/mix.ts', source)).toEqual(['node:fs', '@/document/schema']);
    expect(reasons('document/read.ts', "import { useState } from 'react';")).toEqual(['react']);
  });

  it('lets workers reach platform and nothing else of the server', () => {
    const source = "import x from '@/platform/env';\nimport y from '@/server/auth/session';";
    expect(reasons('workers/render/processor.ts', source)).toEqual(['@/server/auth/session']);
  });

  it('follows relative paths and dynamic imports', () => {
    expect(reasons('models/demucs/model.ts', "await import('../../platform/env')")).toEqual([
      '../../platform/env',
    ]);
    expect(reasons('components/pages/studio/studio.ts', "export * from '../../ui/button';")).toEqual([]);
  });

  it('lets tests of pure folders read files', () => {
    expect(reasons('audio/mix.test.ts', "import fs from 'node:fs';")).toEqual([]);
  });

  it('keeps helpers of tests out of product code', () => {
    const source =
      "import a from './testing/tones';\nimport b from '@/playwright/player/mixes';\nimport c from './probe.test';";
    expect(reasons('platform/media/probe.ts', source)).toHaveLength(3);
    expect(reasons('platform/media/probe.test.ts', source)).toEqual([]);
    expect(reasons('platform/media/testing/files.ts', source)).toEqual([]);
    expect(reasons('proxy.ts', "import a from '@/playwright/player/mixes';")).toHaveLength(1);
    expect(reasons('playwright.config.ts', "import a from './playwright/player/mixes';")).toEqual([]);
  });

  it('restrict raw storage, which deletes without a check, to the modules that open it', () => {
    const source =
      "import { openStorage } from '@/platform/storage/open';\nimport { DiskStorage } from '@/platform/storage/disk';";
    expect(reasons('platform/retention/rows.ts', source)).toHaveLength(2);
    expect(reasons('platform/storage/trash.ts', "import { S3Storage } from './s3';")).toEqual(['./s3']);
    expect(reasons('platform/storage/index.ts', "import { openStorage } from './open';")).toEqual([]);
    expect(reasons('platform/retention/rows.test.ts', source)).toEqual([]);
  });

  it('lets everybody stand on contract/, which stands on nothing', () => {
    expect(reasons('audio/units.ts', "import { SAMPLE_RATE } from '@/contract/units';")).toEqual([]);
    expect(reasons('contract/units.ts', "import { clip } from '@/document/clips';")).toEqual([
      '@/document/clips',
    ]);
  });

  it('lets the parts of server/ import what stands below them alone', () => {
    const source =
      "import a from '../http/json';\nimport b from '@/server/main/host';\nimport c from '../errors';";
    expect(reasons('server/mixes/mixes.ts', source)).toEqual(['@/server/main/host']);
    expect(reasons('server/http/json.ts', "import a from '@/server/auth/session';")).toHaveLength(1);
    expect(reasons('server/newcomer/a.ts', "import a from '@/server/errors';")).toHaveLength(1);
    expect(reasons('server/http/json.test.ts', "import a from '@/server/auth/session';")).toEqual([]);
  });

  it('lets the layers of components/ import lower ones alone', () => {
    const source = [
      "import a from '@/components/ui/button';",
      "import b from '../lanes/lane';",
      "import c from '@/components/session/lanes/lanes';",
      "import d from '../../pages/studio/studio';",
    ].join('\n');
    const refused = ['../lanes/lane', '../../pages/studio/studio'];
    expect(reasons('components/features/mixer/strip.tsx', source)).toEqual(refused);
    expect(
      reasons('components/pages/studio/mixer.tsx', source.replace('../lanes', '@/components/features/lanes')),
    ).toEqual([]);
    expect(reasons('components/ui/button.tsx', "import a from '../session/use-strip';")).toHaveLength(1);
    expect(reasons('components/newcomer/a.ts', "import a from '../ui/store';")).toHaveLength(1);
    expect(reasons('components/features/mixer/strip.test.ts', source)).toEqual([]);
  });

  it('keeps player and collaboration apart, and pages from each other', () => {
    expect(
      reasons('components/player/page/a.ts', "import a from '@/components/collaboration/b';"),
    ).toHaveLength(1);
    expect(
      reasons('components/collaboration/b.ts', "import a from '@/components/player/page/a';"),
    ).toHaveLength(1);
    expect(reasons('components/pages/home/a.tsx', "import a from '../studio/b';")).toHaveLength(1);
    expect(reasons('components/pages/home/a.tsx', "import a from '../frame/page-frame';")).toEqual([]);
  });

  it('keeps the page, React and the shared document from the audio thread', () => {
    const source = [
      "import a from '../page/audio-path';",
      "import b from '@/components/ui/store';",
      "import c from '@/document/schema';",
      "import d from 'react';",
      "import e from '../messages';",
      "import f from '@/audio/mix/engine';",
    ].join('\n');
    const refused = ['../page/audio-path', '@/components/ui/store', '@/document/schema', 'react'];
    expect(reasons('components/player/audio-thread/worklet.ts', source)).toEqual(refused);
    expect(reasons('components/player/messages.ts', "import a from './audio-thread/worklet';")).toHaveLength(
      1,
    );
    expect(reasons('components/player/page/a.ts', "import { useState } from 'react';")).toEqual(['react']);
  });

  it('lets app/ compose pages, and reach ui and api alone beside them', () => {
    const source =
      "import a from '@/components/pages/studio/studio';\nimport b from '@/components/features/mixer/strip';";
    expect(reasons('app/page.tsx', source)).toEqual(['@/components/features/mixer/strip']);
    expect(reasons('app/page.tsx', "import a from '@/components/api/return-path';")).toEqual([]);
  });

  it('refuses JSX where nothing is drawn', () => {
    expect(placeViolation('components/collaboration/people.tsx')).not.toBeNull();
    expect(placeViolation('components/collaboration/use-live.ts')).toBeNull();
    expect(placeViolation('components/session/studio-context.tsx')).toBeNull();
  });

  it('lets each step of a set import the steps before it alone', () => {
    const source =
      "import a from '../order/sequence';\nimport b from '../render/set-timeline';\nimport c from '../types';";
    expect(reasons('audio/automix/plan/plan.ts', source)).toEqual(['../render/set-timeline']);
    expect(reasons('audio/automix/types.ts', "import a from './plan/plan';")).toEqual(['./plan/plan']);
    expect(reasons('workers/automix/plan/a.ts', "import a from '../flow/make-set';")).toHaveLength(1);
    expect(reasons('workers/automix/jobs/a.ts', "import a from '../flow/make-set';")).toEqual([]);
    expect(reasons('workers/automix/newcomer/a.ts', "import a from '../flow/make-set';")).toHaveLength(1);
  });

  it('lets the folders of audio/ and workers/ import what stands below them alone', () => {
    expect(reasons('audio/dynamics/a.ts', "import a from '../mix/mix-bus';")).toEqual(['../mix/mix-bus']);
    expect(reasons('audio/mix/a.ts', "import a from '../dynamics/limiter';")).toEqual([]);
    expect(reasons('audio/units.ts', "import a from './mix/engine';")).toHaveLength(1);
    expect(reasons('workers/stretching/a.ts', "import a from '../automix/flow/make-set';")).toHaveLength(1);
    expect(reasons('workers/cpu-jobs.ts', "import a from './automix/jobs/plan-processor';")).toEqual([]);
    expect(reasons('workers/cli/command.ts', "import a from './commands/mix';")).toHaveLength(1);
  });
});
