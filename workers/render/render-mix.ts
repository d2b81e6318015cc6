// Renders a mix to a file, at the loudness it asks for.
import { aimAtLoudness } from './loudness-target';
import { MixFile } from './mix-file';
import { BLOCK_SIZE, runMixPass } from './mix-pass';
import type { RenderedMix, RenderOptions, RenderSpec } from './render-spec';

/**
 * Renders `spec` and returns what the file holds. Memory does not grow with the length.
 * Nothing is left at the output path when it fails or is aborted.
 * @throws UnusableAudioError or MediaToolError with a sentence, the signal's reason when it is aborted
 */
export async function renderMix(spec: RenderSpec, options: RenderOptions = {}): Promise<RenderedMix> {
  const aimed = await aimAtLoudness(spec, options);
  const file = await MixFile.open(aimed, BLOCK_SIZE, options.signal);
  try {
    await runMixPass(aimed, (left, right, frames, peak) => file.write(left, right, frames, peak), options);
    return await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
