// Asks which model an imported track is separated with, and for its stems.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '@/components/api/call';
import { ApiError } from '@/components/api/problem';
import { queryOf } from '@/components/api/query';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { listSources, separateSource } from '@/contract/http/sources';
import type { Track } from '@/document/tracks';
import { ModelSelect } from './model-select';
import styles from './separate-dialog.module.css';
import { useModelChoice } from './use-model-choice';

interface SeparateDialogProps {
  /** Null while nothing is asked. */
  readonly track: Track | null;
  readonly onClose: () => void;
  /** The stems are on their way. */
  readonly onAsked: () => void;
}

export function SeparateDialog({ track, onClose, onAsked }: SeparateDialogProps) {
  const { projectId } = useStudio().session;
  const client = useQueryClient();
  const model = useModelChoice();
  const task = useTask();
  const separate = async (stemId: string | null) => {
    const { sources } = await client.fetchQuery(queryOf(listSources, { id: projectId }));
    const source = sources.find(({ stem }) => stem === stemId);
    if (!source) throw new ApiError(404, 'The file of this track is not in the project any more.');
    await call(separateSource, { id: projectId, source: source.id, body: { model: model.chosen } });
  };
  const ask = async () => {
    if (!track || !(await task.run(() => separate(track.stemId)))) return;
    onAsked();
    onClose();
  };
  return (
    <Dialog title={`Separate ${track?.name ?? ''} into stems`} open={track !== null} onClose={onClose}>
      <p>
        Its vocals, drums, bass and the rest become tracks. Until they are there the track goes on playing;
        then it is muted, and you can switch between it and its stems.
      </p>
      <ModelSelect {...model} />
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="solid" onClick={() => void ask()} disabled={task.isBusy}>
          Separate
        </Button>
      </div>
    </Dialog>
  );
}
