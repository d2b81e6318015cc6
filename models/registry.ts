// The models this installation knows: built in, or added as a manifest in the data folder.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileMessage } from '@/contract/input-message';
import { modelIdSchema } from '@/contract/separation-models';
import { type ModelManifest, modelManifestSchema } from './manifest';
import htdemucs from './manifests/htdemucs.json';
import htdemucs6s from './manifests/htdemucs_6s.json';
import htdemucsFt from './manifests/htdemucs_ft.json';
import { ModelError } from './model-error';

const BUILT_IN: readonly ModelManifest[] = [htdemucs, htdemucsFt, htdemucs6s].map((manifest) =>
  modelManifestSchema.parse(manifest),
);

/** The folder where an operator's manifests (`<id>.json`) and fetched networks live. */
export const modelsFolder = (dataDir: string): string => path.join(dataDir, 'models');

/** Where the manifest lies that an operator added for a model. */
export const addedManifestPath = (id: string, dataDir: string): string =>
  path.join(modelsFolder(dataDir), `${id}.json`);

export function listBuiltInModels(): readonly ModelManifest[] {
  return BUILT_IN;
}

async function readAddedManifest(id: string, dataDir: string): Promise<ModelManifest | null> {
  let text: string;
  try {
    text = await readFile(addedManifestPath(id, dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const manifest = parseManifest(text, `of the separation model ${id}`);
  if (manifest.id !== id) throw new ModelError(`The manifest in ${id}.json names another model.`);
  return manifest;
}

/**
 * Reads a manifest that an operator wrote.
 * @param which says whose it is, in messages that begin with "The manifest"
 * @throws ModelError naming the first problem
 */
export function parseManifest(text: string, which: string): ModelManifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new ModelError(`The manifest ${which} is not valid JSON.`);
  }
  const parsed = modelManifestSchema.safeParse(data, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new ModelError(`The manifest ${which} is wrong. ${fileMessage(parsed.error)}`);
}

/** The ids of the manifests in the data folder. */
async function listAddedIds(dataDir: string): Promise<string[]> {
  try {
    const names = await readdir(modelsFolder(dataDir));
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    return ids.filter((id) => modelIdSchema.safeParse(id).success);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Every model that is known here, installed or not.
 * @throws ModelError when a manifest that an operator added is wrong
 */
export async function listModels(dataDir: string): Promise<ModelManifest[]> {
  const ids = new Set([...BUILT_IN.map(({ id }) => id), ...(await listAddedIds(dataDir))]);
  return Promise.all([...ids].map((id) => findModel(id, dataDir)));
}

/**
 * Finds a model by its id; a manifest in the data folder goes before a built-in one of the same id.
 * @throws ModelError when nobody knows it
 */
export async function findModel(id: string, dataDir: string): Promise<ModelManifest> {
  const known = modelIdSchema.safeParse(id).success
    ? ((await readAddedManifest(id, dataDir)) ?? BUILT_IN.find((model) => model.id === id))
    : undefined;
  if (known) return known;
  const names = BUILT_IN.map((model) => model.id).join(', ');
  throw new ModelError(`There is no separation model called "${id}"; built in: ${names}.`);
}
