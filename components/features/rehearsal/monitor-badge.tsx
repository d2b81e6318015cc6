// On a strip while this person rehearses: whether the track is muted or louder for them alone.
'use client';
import { Headphones } from 'lucide-react';
import { useStudio } from '@/components/session/studio-context';
import { formatDb } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import type { Track } from '@/document/tracks';
import styles from './monitor-badge.module.css';

export function MonitorBadge({ track }: { readonly track: Track }) {
  const { rehearsal } = useStudio().session;
  const { monitor } = rehearsal;
  const { id, name } = track;
  const isOut = useSelected(rehearsal.view, (view) => view.phase === 'out');
  const isMuted = useSelected(monitor, ({ muted }) => muted.includes(id));
  const gainDb = useSelected(monitor, ({ gainsDb }) => gainsDb[id] ?? 0);
  if (isOut) return null;
  const louder = gainDb === 0 ? '' : ` (now ${formatDb(gainDb)} dB for you)`;
  return (
    <TipButton
      className={styles.badge}
      data-changed={isMuted || gainDb !== 0}
      aria-label={`Mute ${name} for me`}
      aria-pressed={isMuted}
      tip={isMuted ? `${name} is muted for you alone` : `Mute ${name} for you alone${louder}`}
      describes
      onClick={() => monitor.setMuted(id, !isMuted)}
    >
      <Headphones aria-hidden />
    </TipButton>
  );
}
