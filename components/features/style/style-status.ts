// What a strip says about the sound its stem is played with.

import type { StyleSound } from '@/contract/http/library';
import type { StyleState } from '@/document/style-schema';
import type { JobEvent } from '@/document/wire/events';

export type StyleStatus =
  /** Played as it is */
  | { readonly kind: 'plain' }
  /** On its way; `progress` runs from 0 to 1 and is null while nobody can know */
  | { readonly kind: 'coming'; readonly label: string; readonly progress: number | null }
  | { readonly kind: 'playing' }
  /** Not playing, and nothing is under way: a version is previewed whose sound is not the one rendered last. */
  | { readonly kind: 'resting'; readonly label: string }
  | { readonly kind: 'failed'; readonly message: string; readonly mayRetry: boolean };

export interface StyleFacts {
  readonly style: StyleState;
  /** The library; null until it has been read. */
  readonly sounds: readonly StyleSound[] | null;
  readonly job: JobEvent | undefined;
  /** Whether the stem that plays now was made with a sound. */
  readonly isStyled: boolean;
  /** A version of the mix is previewed in place of the shared one. */
  readonly isPreview: boolean;
}

const coming = (label: string, progress: number | null = null): StyleStatus => ({
  kind: 'coming',
  label,
  progress,
});

function soundStatus(sound: StyleSound | undefined): StyleStatus | null {
  if (!sound) {
    const message = 'This sound is not shared with the project any more; choose another one.';
    return { kind: 'failed', message, mayRetry: false };
  }
  if (sound.status === 'error') {
    return { kind: 'failed', message: sound.error ?? 'This sound cannot be used.', mayRetry: false };
  }
  return sound.status === 'ready' ? null : coming('The sound is being analysed', sound.progress);
}

function waitingLabel({ queuePosition }: JobEvent): string {
  return queuePosition && queuePosition > 1 ? `Number ${queuePosition} in the queue` : 'In the queue';
}

/** The current status of a stem. */
export function styleStatus({ style, sounds, job, isStyled, isPreview }: StyleFacts): StyleStatus {
  if (style.sound === null) return { kind: 'plain' };
  if (isPreview && !isStyled) {
    return { kind: 'resting', label: 'Played with its sound once the version is restored' };
  }
  if (job?.state === 'queued') return coming(waitingLabel(job));
  if (job?.state === 'running') return coming('Playing the stem with it', job.progress);
  if (job?.state === 'failed') {
    return { kind: 'failed', message: job.error ?? 'The sound could not be played.', mayRetry: true };
  }
  if (isStyled) return { kind: 'playing' };
  const found = sounds?.find(({ id }) => id === style.sound);
  return (sounds && soundStatus(found)) ?? coming('Getting ready');
}
