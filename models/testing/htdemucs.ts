// The built-in hybrid model, for tests of what is computed around it.
import type { HybridManifest } from '../manifest';
import { listBuiltInModels } from '../registry';

/** @throws Error when the built-in model is of another kind */
export function htdemucsManifest(): HybridManifest {
  const manifest = listBuiltInModels().find(({ id }) => id === 'htdemucs');
  if (manifest?.architecture !== 'hybrid-demucs') throw new Error('htdemucs is not a hybrid model.');
  return manifest;
}
