// `isomix model`: lists, installs and removes separation models.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  type InstallProgress,
  installModel,
  removeModel,
  type Substitute,
  saveManifest,
} from '@/models/install';
import { type ModelManifest, totalBytes } from '@/models/manifest';
import { ModelError } from '@/models/model-error';
import { isInstalled } from '@/models/model-file';
import { findModel, listModels, parseManifest } from '@/models/registry';
import { getEnv } from '@/platform/env';
import { CommandError, commandOfActions, usageError } from '../command';
import { signalOfInterruption } from '../interruption';

const usage = [
  'model list',
  'model add <id> [--manifest <file>] [--url <address> --sha256 <hash>]...',
  'model remove <id>',
].join('\n');

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const substituteSchema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'An address begins with https:// or http://.' }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'A SHA-256 has 64 hexadecimal digits.')
    .toLowerCase(),
});

async function summaryOf(manifest: ModelManifest, dataDir: string) {
  const { id, title, stems, licence } = manifest;
  return {
    id,
    title,
    stems,
    licence,
    bytes: totalBytes(manifest),
    installed: await isInstalled(manifest, dataDir),
    configured: id === getEnv().SEPARATION_MODEL,
  };
}

function stateOf({ installed, configured }: { installed: boolean; configured: boolean }): string {
  if (!installed) return configured ? 'configured, but missing' : 'not installed';
  return configured ? 'installed, separates songs' : 'installed';
}

async function list(argv: readonly string[]): Promise<number> {
  parseArgs({ args: [...argv] });
  const { DATA_DIR: dataDir } = getEnv();
  const models = await Promise.all((await listModels(dataDir)).map((each) => summaryOf(each, dataDir)));
  for (const model of models) {
    console.log(`${model.id} (${stateOf(model)})`);
    console.log(`  ${model.title}, ${megabytes(model.bytes)}: ${model.stems.join(', ')}`);
    console.log(`  ${model.licence}`);
  }
  console.log(JSON.stringify({ models }));
  return 0;
}

/** Overwrites one line of a terminal; prints nothing when stderr is redirected. */
function showProgress({ network, networks, done, total }: InstallProgress): void {
  if (!process.stderr.isTTY) return;
  const which = networks > 1 ? `network ${network} of ${networks}, ` : '';
  const share = total ? done / total : 0;
  const bar = `${'█'.repeat(Math.round(share * 30))}${'░'.repeat(30 - Math.round(share * 30))}`;
  const size = total ? `${bar} ${Math.floor(share * 100)} % of ${megabytes(total)}` : megabytes(done);
  process.stderr.write(`\r\u001b[K${which}${size}`);
}

function readSubstitutes(urls: readonly string[], hashes: readonly string[]): Substitute[] {
  if (urls.length !== hashes.length) {
    throw new CommandError('Every --url needs its --sha256: it says which file you trust.');
  }
  return urls.map((url, index) => substituteSchema.parse({ url, sha256: hashes[index] }));
}

async function wantedManifest(id: string, file: string | undefined, dataDir: string): Promise<ModelManifest> {
  if (file === undefined) return findModel(id, dataDir);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`The manifest ${file} cannot be read (${error.code}).`);
  });
  const manifest = parseManifest(text, `in ${file}`);
  if (manifest.id !== id) throw new CommandError(`The manifest in ${file} is that of ${manifest.id}.`);
  return manifest;
}

async function add(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      manifest: { type: 'string' },
      url: { type: 'string', multiple: true, default: [] },
      sha256: { type: 'string', multiple: true, default: [] },
    },
  });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw usageError(usage);
  const { DATA_DIR: dataDir } = getEnv();
  const substitutes = readSubstitutes(values.url, values.sha256);
  const manifest = await wantedManifest(id, values.manifest, dataDir);
  console.error(`${manifest.title}. ${manifest.licence}`);
  const signal = signalOfInterruption('The download was interrupted; the same command goes on from there.');
  try {
    const installed = await installModel(manifest, dataDir, {
      substitutes,
      signal,
      onProgress: showProgress,
    });
    if (values.manifest !== undefined || substitutes.length > 0) await saveManifest(installed, dataDir);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    console.log(JSON.stringify(await summaryOf(installed, dataDir)));
    return 0;
  } catch (error) {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    throw error;
  }
}

async function remove(argv: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw usageError(usage);
  const { DATA_DIR: dataDir, SEPARATION_MODEL: configured } = getEnv();
  const manifest = await findModel(id, dataDir);
  if (id === configured) {
    throw new ModelError(`The model ${id} separates songs here; set SEPARATION_MODEL to another one first.`);
  }
  console.log(JSON.stringify({ id, removed: await removeModel(manifest, dataDir) }));
  return 0;
}

const ACTIONS = new Map([
  ['list', list],
  ['add', add],
  ['remove', remove],
]);

export const modelCommand = commandOfActions('model', usage, ACTIONS);
