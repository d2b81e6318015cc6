// The button that renders the set, and what became of the sets that were asked for.
'use client';
import { Disc3 } from 'lucide-react';
import { useId } from 'react';
import { call } from '@/components/api/call';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { untilSaved } from '@/components/collaboration/until-saved';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { formatDate } from '@/components/ui/when';
import { requestSet } from '@/contract/http/sets';
import styles from './render-panel.module.css';
import { SetProgress } from './set-progress';
import { FailedSet, SetResult } from './set-result';
import { isBeingMade, type SetsState } from './use-sets';

interface RenderPanelProps {
  readonly projectId: string;
  readonly connection: ProjectConnection;
  readonly state: SetsState;
  /** Why nothing can be rendered, or null. */
  readonly blocker: string | null;
  readonly canEdit: boolean;
}

export function RenderPanel({ projectId, connection, state, blocker, canEdit }: RenderPanelProps) {
  const task = useTask();
  const { sets, reload } = state;
  const running = sets?.some(isBeingMade) ?? false;
  const reason = blocker ?? (running ? 'A set is being rendered already; wait until it is done.' : null);
  const reasonId = useId();
  const render = () =>
    task.run(async () => {
      // The set is made of what the server has: the last move must be there.
      await untilSaved(connection.state);
      await call(requestSet, { body: { project_id: projectId } });
      reload();
    });
  return (
    <div className={styles.panel}>
      {canEdit && (
        <Button
          kind="solid"
          icon={<Disc3 aria-hidden />}
          disabled={reason !== null || task.isBusy}
          aria-describedby={reason === null ? undefined : reasonId}
          onClick={() => void render()}
        >
          Render set
        </Button>
      )}
      {canEdit && reason !== null && (
        <p id={reasonId} className={styles.hint}>
          {reason}
        </p>
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {state.error && <Notice tone="danger">{state.error}</Notice>}
      {sets?.filter(isBeingMade).map((set) => (
        <SetProgress key={set.id} set={set} canEdit={canEdit} onRemoved={reload} />
      ))}
    </div>
  );
}

/** The sets that have ended, the newest first. */
export function SetList({ state, canEdit }: Pick<RenderPanelProps, 'state' | 'canEdit'>) {
  const ended = state.sets?.filter((set) => !isBeingMade(set)) ?? [];
  return ended.map((set) => (
    <section
      key={set.id}
      className={styles.set}
      aria-label={`Set of ${formatDate(Date.parse(set.created_at))}`}
    >
      <h2>
        Set of {set.tracks.length} tracks
        <small>{formatDate(Date.parse(set.created_at))}</small>
      </h2>
      {set.status === 'complete' ? (
        <SetResult set={set} canEdit={canEdit} onRemoved={state.reload} />
      ) : (
        <FailedSet set={set} canEdit={canEdit} onRemoved={state.reload} />
      )}
    </section>
  ));
}
