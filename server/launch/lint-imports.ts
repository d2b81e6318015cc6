// The import half of `npm run lint`: checks every tracked or new source file against import-rules.ts,
// component-layers.ts and folder-cycles.ts.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { placeViolation } from './component-layers';
import { findFolderCycles, importsOfFolders } from './folder-cycles';
import { findImportViolations, importedPaths, isTestCode } from './import-rules';

const listed = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
  { encoding: 'utf8' },
);
const files = new Set(listed.split('\n').filter((file) => file !== '' && existsSync(file)));
const sources = [...files].map((file) => [file, readFileSync(file, 'utf8')] as const);

/** The file that an imported path names; undefined for what is not a source file, as a style sheet. */
const fileAt = (target: string): string | undefined =>
  [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((each) => files.has(each));

const imports = sources
  .filter(([file]) => !isTestCode(file))
  .flatMap(([file, source]) => importedPaths(file, source).map((target) => [file, fileAt(target)] as const))
  .filter((each): each is readonly [string, string] => each[1] !== undefined);
const folders = importsOfFolders(imports);

const problems = [
  ...sources
    .flatMap(([file, source]) => findImportViolations(file, source))
    .map(({ file, specifier, reason }) => `${file}: imports ${specifier}; ${reason}.`),
  ...[...files].flatMap((file) => {
    const violation = placeViolation(file);
    return violation ? [`${file}: ${violation}.`] : [];
  }),
  ...findFolderCycles(folders).map(
    (cycle) => `These folders import each other in a cycle: ${cycle.join(', ')}.`,
  ),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`Imports point one way in ${files.size} files.`);
