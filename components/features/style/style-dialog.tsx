// Chooses the sound of a stem and sets how it plays.
'use client';
import Link from 'next/link';
import { call } from '@/components/api/call';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { useTask } from '@/components/ui/use-task';
import { retryRestyle } from '@/contract/http/library';
import type { StemResult } from '@/document/schema';
import { SoundChoice } from './sound-choice';
import styles from './style-dialog.module.css';
import { StyleSettings } from './style-settings';
import type { StripStyle } from './use-style';

interface StyleDialogProps {
  readonly stem: StemResult;
  readonly strip: StripStyle;
  readonly open: boolean;
  readonly onClose: () => void;
}

function SoundStatus({ stem, strip }: Pick<StyleDialogProps, 'stem' | 'strip'>) {
  const { session, canEdit } = useStudio();
  const { status } = strip;
  const task = useTask();
  const retry = () => void task.run(() => call(retryRestyle, { id: session.projectId, stem: stem.id }));
  if (status.kind === 'coming') {
    return (
      <div className={styles.status}>
        <span>{status.label}…</span>
        <Progress label={`${stem.name} with its sound`} value={status.progress} />
      </div>
    );
  }
  if (status.kind !== 'failed') return null;
  const action = status.mayRetry && canEdit && (
    <Button small onClick={retry} disabled={task.isBusy}>
      Try again
    </Button>
  );
  return (
    <Notice tone="danger" action={action}>
      {task.error ?? status.message}
    </Notice>
  );
}

export function StyleDialog({ stem, strip, open, onClose }: StyleDialogProps) {
  const { canEdit } = useStudio();
  return (
    <Dialog title={`Sound of ${stem.name}`} open={open} onClose={onClose}>
      <p className={styles.lead}>
        Play {stem.name.toLowerCase()} with any sound. Everybody hears it as soon as it is rendered.
      </p>
      {!canEdit && <Notice>You can listen to this mix. Its editors choose the sounds.</Notice>}
      <SoundStatus stem={stem} strip={strip} />
      <SoundChoice stem={stem} style={strip.style} />
      {strip.style.sound !== null && <StyleSettings stem={stem} style={strip.style} />}
      <p className={styles.foot}>
        <Link href="/library" target="_blank">
          Open the library
        </Link>{' '}
        to listen to the grains of a sound and to upload your own.
      </p>
    </Dialog>
  );
}
