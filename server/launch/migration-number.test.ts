// Numbers of migrations: always behind every one that exists, since they are applied in that order.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '@/platform/repository-root';
import { nextMigrationNumber } from './migration-number';

it.each([
  [[], '0001'],
  [['0001_init', '0002_people'], '0003'],
  [['0001_init', '0009_limits', '0012_retry_later'], '0013'],
])('nextMigrationNumber, with %j, gives %s', (folders, expected) => {
  expect(nextMigrationNumber(folders)).toBe(expected);
});

it('nextMigrationNumber, with the committed migrations, comes after all of them', () => {
  const folders = readdirSync(path.join(repositoryRoot(), 'prisma/migrations')).filter((name) =>
    /^\d/.test(name),
  );
  const next = nextMigrationNumber(folders);
  expect(folders.filter((name) => name.slice(0, 4) >= next)).toEqual([]);
});
