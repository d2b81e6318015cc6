// What one strip needs to know about its sound.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import type { StyleSound } from '@/contract/http/library';
import type { StemResult } from '@/document/schema';
import { DEFAULT_STYLE, type StyleState } from '@/document/style-schema';
import { readStyledStem } from '@/document/styles';
import { useSounds } from './sounds-context';
import { type StyleStatus, styleStatus } from './style-status';

export interface StripStyle {
  readonly style: StyleState;
  /** Undefined without a sound, and while the library does not know it. */
  readonly sound: StyleSound | undefined;
  readonly status: StyleStatus;
}

/** @param stem as it is playing */
export function useStyle(stem: StemResult): StripStyle {
  const { session, restyles } = useStudio();
  const { sounds } = useSounds();
  const style = useSelected(session.styles.styles, (all) => all[stem.id] ?? DEFAULT_STYLE);
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const job = useSelected(restyles.byStem, (jobs) => jobs.get(stem.id));
  const isStyled = readStyledStem(session.connection.doc, stem.id)?.sourceId === stem.sourceId;
  return {
    style,
    sound: sounds?.find(({ id }) => id === style.sound),
    status: styleStatus({ style, sounds, job, isStyled, isPreview }),
  };
}
