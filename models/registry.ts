// The models this installation knows: built in, or added as a manifest in the data folder.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ModelManifest, modelManifestSchema } from './manifest';
import htdemucs from './manifests/htdemucs.json';

/** A model that cannot be used; the message is a sentence for the person. */
export class ModelError extends Error {}

const BUILT_IN: readonly ModelManifest[] = [modelManifestSchema.parse(htdemucs)];

/** The folder where an operator adds manifests (`<id>.json`) and where fetched weights live (`<id>.onnx`). */
export const modelsFolder = (dataDir: string): string => path.join(dataDir, 'models');

export function listBuiltInModels(): readonly ModelManifest[] {
  return BUILT_IN;
}

async function readAddedManifest(id: string, dataDir: string): Promise<ModelManifest | null> {
  const file = path.join(modelsFolder(dataDir), `${id}.json`);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return parseManifest(text, id);
}

/**
 * Reads a manifest that an operator wrote.
 * @throws ModelError naming the first thing that is wrong
 */
function parseManifest(text: string, id: string): ModelManifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new ModelError(`The manifest of the separation model ${id} is not valid JSON.`);
  }
  const parsed = modelManifestSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') || 'the manifest';
    throw new ModelError(
      `The manifest of the separation model ${id} is wrong at ${place}: ${issue?.message}`,
    );
  }
  if (parsed.data.id !== id) throw new ModelError(`The manifest in ${id}.json names another model.`);
  return parsed.data;
}

/**
 * Finds a model by its id; a manifest in the data folder goes before a built-in one of the same id.
 * @throws ModelError when nobody knows it
 */
export async function findModel(id: string, dataDir: string): Promise<ModelManifest> {
  const known = /^[a-z0-9_]+$/.test(id)
    ? ((await readAddedManifest(id, dataDir)) ?? BUILT_IN.find((model) => model.id === id))
    : undefined;
  if (known) return known;
  const names = BUILT_IN.map((model) => model.id).join(', ');
  throw new ModelError(`There is no separation model called "${id}"; built in: ${names}.`);
}
