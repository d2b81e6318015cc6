// The import half of `npm run lint`: checks every tracked or new source file against import-rules.ts.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findImportBreaches } from './import-rules';

const listed = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
  {
    encoding: 'utf8',
  },
);
const files = listed.split('\n').filter((file) => file !== '' && existsSync(file));
const breaches = files.flatMap((file) => findImportBreaches(file, readFileSync(file, 'utf8')));
for (const { file, specifier, reason } of breaches) {
  console.error(`${file}: imports ${specifier}; ${reason}.`);
}
if (breaches.length > 0) process.exitCode = 1;
else console.log(`Imports point one way in ${files.length} files.`);
