// Installs models from their manifests, says which there are, and takes them away again.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DownloadOptions, download, partOf } from './download';
import type { ModelFile, ModelManifest } from './manifest';
import { ModelError } from './model-error';
import { fetchedPath, isInstalled, verificationPath } from './model-file';
import { addedManifestPath } from './registry';

export interface InstallProgress {
  /** 1 for the first network. */
  readonly network: number;
  readonly networks: number;
  readonly done: number;
  /** Null when the server does not report it. */
  readonly total: number | null;
}

export interface InstallOptions extends Omit<DownloadOptions, 'onProgress'> {
  readonly onProgress?: (progress: InstallProgress) => void;
}

/** Another place for a network, with the SHA-256 that the operator trusts. */
export interface Substitute {
  readonly url: string;
  readonly sha256: string;
}

/**
 * Downloads all networks of a model that can be downloaded. Those of packages come with their package.
 * @param substitutes one for each network, when they are to come from elsewhere
 * @returns the manifest as installed, with the addresses, hashes and lengths of the downloaded files
 * @throws ModelError with a user message; networks that were completed before stay
 */
export async function installModel(
  manifest: ModelManifest,
  dataDir: string,
  { substitutes = [], onProgress, ...options }: InstallOptions & { substitutes?: readonly Substitute[] } = {},
): Promise<ModelManifest> {
  const networks = manifest.files.length;
  if (substitutes.length > 0 && substitutes.length !== networks) {
    throw new ModelError(
      `The model ${manifest.id} has ${networks} networks: give an address and a SHA-256 for each.`,
    );
  }
  const files: ModelFile[] = [];
  for (const [index, file] of manifest.files.entries()) {
    const onChunk = (done: number, total: number | null) =>
      onProgress?.({ network: index + 1, networks, done, total });
    const target = fetchedPath(manifest, file, dataDir);
    files.push(await fetchFile(file, substitutes[index], target, { ...options, onProgress: onChunk }));
  }
  return { ...manifest, files };
}

async function fetchFile(
  file: ModelFile,
  substitute: Substitute | undefined,
  target: string,
  options: DownloadOptions,
): Promise<ModelFile> {
  if (substitute) {
    const bytes = await download({ ...substitute, target, bytes: null }, options);
    return { ...file, location: { kind: 'url', url: substitute.url }, sha256: substitute.sha256, bytes };
  }
  const { location, sha256, bytes } = file;
  if (location.kind === 'url') await download({ url: location.url, target, sha256, bytes }, options);
  return file;
}

/** Keeps a manifest as an operator's own, in one step. */
export async function saveManifest(manifest: ModelManifest, dataDir: string): Promise<void> {
  const file = addedManifestPath(manifest.id, dataDir);
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(draft, file);
}

/**
 * Takes away what was fetched for a model, and an operator's own manifest of it.
 * @returns false when there was nothing
 * @throws ModelError for a model that came with its package
 */
export async function removeModel(manifest: ModelManifest, dataDir: string): Promise<boolean> {
  if (manifest.files.every(({ location }) => location.kind === 'package')) {
    throw new ModelError(`The model ${manifest.id} comes with an npm package and stays.`);
  }
  const was = await isInstalled(manifest, dataDir);
  for (const file of manifest.files) {
    const target = fetchedPath(manifest, file, dataDir);
    for (const each of [target, partOf(target), verificationPath(target, dataDir)]) {
      await rm(each, { force: true });
    }
  }
  await rm(addedManifestPath(manifest.id, dataDir), { force: true });
  return was;
}
