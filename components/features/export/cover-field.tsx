// The cover of the project: shown, chosen, taken away.
'use client';
import { ImagePlus } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { call } from '@/components/api/call';
import { coverUrl, sendCover } from '@/components/api/covers';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { removeCover } from '@/contract/http/covers';
import { smallCover } from './cover-image';
import styles from './export-form.module.css';

export function CoverField({ projectId }: { readonly projectId: string }) {
  const [version, setVersion] = useState(() => Date.now());
  const [isThere, setThere] = useState(true);
  const chooser = useRef<HTMLInputElement>(null);
  const task = useTask();
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    if (!file) return;
    const done = await task.run(async () => sendCover(projectId, await smallCover(file)));
    // The same file may be chosen again.
    input.value = '';
    if (!done) return;
    setVersion(Date.now());
    setThere(true);
  };
  const remove = async () => {
    if (await task.run(() => call(removeCover, { id: projectId }))) setThere(false);
  };
  return (
    <div className={styles.cover}>
      {isThere && (
        // biome-ignore lint/performance/noImgElement: a private picture of unknown size, shown as small as a stamp
        <img src={coverUrl(projectId, version)} alt="Cover" loading="lazy" onError={() => setThere(false)} />
      )}
      <input
        ref={chooser}
        type="file"
        accept="image/jpeg,image/png"
        aria-label="Cover image"
        tabIndex={-1}
        onChange={(event) => void choose(event)}
      />
      <Button
        small
        icon={<ImagePlus aria-hidden />}
        disabled={task.isBusy}
        onClick={() => chooser.current?.click()}
      >
        {isThere ? 'Change cover' : 'Choose a cover'}
      </Button>
      {isThere && (
        <Button small kind="quiet" disabled={task.isBusy} onClick={() => void remove()}>
          Remove cover
        </Button>
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
    </div>
  );
}
