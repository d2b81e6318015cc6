// The sound of a strip: which one it is, how far its render is, and the way to choose another.
'use client';
import { CircleAlert, WandSparkles } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import type { StemResult } from '@/document/schema';
import styles from './style-button.module.css';
import { StyleDialog } from './style-dialog';
import type { StyleStatus } from './style-status';
import { type StripStyle, useStyle } from './use-style';

const RADIUS = 8;
const ROUND = 2 * Math.PI * RADIUS;

/** A ring that closes as the render goes on; it turns while nobody can know how far it is. */
function ProgressRing({ progress }: { readonly progress: number | null }) {
  return (
    <svg className={styles.ring} viewBox="0 0 20 20" aria-hidden="true" data-turning={progress === null}>
      <circle cx="10" cy="10" r={RADIUS} />
      <circle cx="10" cy="10" r={RADIUS} strokeDasharray={`${ROUND * (progress ?? 0.25)} ${ROUND}`} />
    </svg>
  );
}

function Picture({ status }: { readonly status: StyleStatus }) {
  if (status.kind === 'coming') return <ProgressRing progress={status.progress} />;
  return status.kind === 'failed' ? <CircleAlert aria-hidden /> : <WandSparkles aria-hidden />;
}

function statusLabel(status: StyleStatus): string {
  if (status.kind === 'failed') return status.message;
  if (status.kind === 'resting') return status.label;
  if (status.kind === 'coming') {
    return status.progress === null
      ? status.label
      : `${status.label}, ${Math.floor(status.progress * 100)} %`;
  }
  return status.kind === 'playing' ? 'Playing for everybody' : '';
}

const soundName = ({ style, sound }: StripStyle): string =>
  style.sound === null ? 'as it is' : (sound?.name ?? 'a sound');

/** Nothing while the stem is still being separated: only a whole one can be played with a sound. */
export function StyleButton({ stem }: { readonly stem: StemResult }) {
  const { connection } = useStudio().session;
  const isWhole = useSelected(connection.reader.tracks, (stems) => stems.some(({ id }) => id === stem.id));
  return isWhole ? <WholeStemButton stem={stem} /> : null;
}

function WholeStemButton({ stem }: { readonly stem: StemResult }) {
  const [isOpen, setOpen] = useState(false);
  const strip = useStyle(stem);
  const close = useCallback(() => setOpen(false), []);
  const { style, status } = strip;
  const label = statusLabel(status);
  return (
    <>
      <TipButton
        className={styles.button}
        data-kind={status.kind}
        aria-label={`Sound of ${stem.name}: ${soundName(strip)}`}
        aria-haspopup="dialog"
        tip={label || 'Play this stem with a sound'}
        onClick={() => setOpen(true)}
      >
        <Picture status={status} />
        {style.sound !== null && <span className={styles.name}>{soundName(strip)}</span>}
      </TipButton>
      <span className={styles.status} role={status.kind === 'failed' ? 'alert' : 'status'}>
        {label && `${stem.name}: ${label}`}
      </span>
      <StyleDialog stem={stem} strip={strip} open={isOpen} onClose={close} />
    </>
  );
}
