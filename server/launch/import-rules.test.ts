// The import rules: what each folder may reach, by alias, by relative path and by package.
import { describe, expect, it } from 'vitest';
import { findImportBreaches } from './import-rules';

const reasons = (file: string, source: string) => findImportBreaches(file, source).map((b) => b.specifier);

describe('import rules', () => {
  it('keeps audio/ and document/ pure', () => {
    const source =
      "import a from '@/audio/units';\nimport fs from 'node:fs';\nimport b from '@/document/schema';";
    expect(reasons('audio/mix.ts', source)).toEqual(['node:fs', '@/document/schema']);
    expect(reasons('document/read.ts', "import { useState } from 'react';")).toEqual(['react']);
  });

  it('lets workers reach server/shared and nothing else of the server', () => {
    const source = "import x from '@/server/shared/env';\nimport y from '@/server/auth/session';";
    expect(reasons('workers/render/processor.ts', source)).toEqual(['@/server/auth/session']);
  });

  it('follows relative paths and dynamic imports', () => {
    expect(reasons('models/demucs/model.ts', "await import('../../server/shared/env')")).toEqual([
      '../../server/shared/env',
    ]);
    expect(reasons('components/player/player.ts', "export * from '../studio/strip';")).toEqual([]);
  });

  it('lets tests of pure folders read files', () => {
    expect(reasons('audio/mix.test.ts', "import fs from 'node:fs';")).toEqual([]);
  });
});
