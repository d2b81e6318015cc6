// The named versions: saving the current mix, previewing an older one, deleting one.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import { untilSaved } from '@/components/collaboration/until-saved';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { TimeAgo } from '@/components/ui/time-ago';
import { useTask } from '@/components/ui/use-task';
import {
  deleteVersion,
  listVersions,
  readVersion,
  saveVersion,
  type Version,
} from '@/contract/http/versions';
import styles from './versions-tab.module.css';

function SaveForm({ onSaved }: { readonly onSaved: () => void }) {
  const { session } = useStudio();
  const [name, setName] = useState('');
  const task = useTask();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const isDone = await task.run(async () => {
      await untilSaved(session.connection.state);
      await call(saveVersion, { id: session.projectId, body: { name } });
    });
    if (!isDone) return;
    setName('');
    onSaved();
  };
  return (
    <form className={styles.save} onSubmit={(event) => void save(event)} aria-label="Save a version">
      <Field
        label="Keep the mix as it is now"
        placeholder="Name of the version"
        value={name}
        maxLength={80}
        error={task.error}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" kind="solid" disabled={task.isBusy || name.trim() === ''}>
        Save
      </Button>
    </form>
  );
}

interface RowProps {
  readonly version: Version;
  readonly mayDelete: boolean;
  readonly onChanged: () => void;
}

function VersionRow({ version, mayDelete, onChanged }: RowProps) {
  const { projectId, preview } = useStudio().session;
  const isPreviewed = useSelected(preview.version, (previewed) => previewed?.id === version.id);
  const task = useTask();
  const { id, name, created_by: creator, created_at: at } = version;
  const startPreview = async () => {
    if (isPreviewed) preview.show(null);
    else await task.run(async () => preview.show(await call(readVersion, { id: projectId, versionId: id })));
  };
  const remove = async () => {
    if (!(await task.run(() => call(deleteVersion, { id: projectId, versionId: id })))) return;
    if (isPreviewed) preview.show(null);
    onChanged();
  };
  return (
    <li className={styles.row} data-previewed={isPreviewed}>
      <p className={styles.name}>{name}</p>
      <p className={styles.who}>
        {creator?.name ?? 'A former member'}, <TimeAgo at={Date.parse(at)} />
      </p>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <div className={styles.tools}>
        <Button
          small
          aria-label={`${isPreviewed ? 'Stop preview of' : 'Preview'} ${name}`}
          aria-pressed={isPreviewed}
          disabled={task.isBusy}
          onClick={() => void startPreview()}
        >
          {isPreviewed ? 'Stop preview' : 'Preview'}
        </Button>
        {mayDelete && (
          <Button
            small
            kind="quiet"
            aria-label={`Delete ${name}`}
            disabled={task.isBusy}
            onClick={() => void remove()}
          >
            Delete
          </Button>
        )}
      </div>
    </li>
  );
}

export function VersionsTab({ userId }: { readonly userId: string }) {
  const { session, role, canEdit } = useStudio();
  const client = useQueryClient();
  const query = queryOf(listVersions, { id: session.projectId });
  const { data, error } = useQuery(query);
  const versions = data?.versions;
  const reload = () => void refresh(client, query);
  return (
    <div className={styles.list}>
      {canEdit && <SaveForm onSaved={reload} />}
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
      {versions?.length === 0 && (
        <p className={styles.empty}>
          A version saves the mix under a name, so that you can listen to it or restore it at any time.
        </p>
      )}
      <ul aria-label="Versions">
        {versions?.map((version) => (
          <VersionRow
            key={version.id}
            version={version}
            mayDelete={role === 'owner' || (role === 'editor' && version.created_by?.id === userId)}
            onChanged={reload}
          />
        ))}
      </ul>
    </div>
  );
}
