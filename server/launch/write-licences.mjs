// `npm run licences`: writes docs/third-party-licences.md from package-lock.json and the installed packages.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeThirdParty, listThirdParty } from './third-party-licences.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
writeFileSync(path.join(root, 'docs/third-party-licences.md'), describeThirdParty(listThirdParty(root)));
