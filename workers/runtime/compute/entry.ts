// Where a program that serves tasks is started from: its bundle, or its source in development and in tests.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '@/platform/repository-root';
import type { TaskProgram } from './define-task';

/** Whether this code runs from dist/. */
export const isBundled = import.meta.url.endsWith('.js');

/** The absolute path of a program. Bundles lie beside one another. */
export const entryOf = ({ bundle, source }: TaskProgram): string =>
  isBundled ? fileURLToPath(new URL(`./${bundle}.js`, import.meta.url)) : path.join(repositoryRoot(), source);
