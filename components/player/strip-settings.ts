// From the shared mix and this listener's solos to what the mix engine is set to.
import type { StripSettings } from '@/audio/mix/engine';
import { DEFAULT_STRIP, type MixState } from '@/document/schema';

/** Settings by stem id; a stem without a strip has the default one. */
export function stripSettings(
  stems: readonly { readonly id: string }[],
  mix: MixState,
  soloed: ReadonlySet<string>,
): Record<string, StripSettings> {
  return Object.fromEntries(
    stems.map(({ id }) => {
      const { gainDb, pan, mute, invert } = mix.strips[id] ?? DEFAULT_STRIP;
      return [id, { gainDb, pan, mute, invert, solo: soloed.has(id) }];
    }),
  );
}
