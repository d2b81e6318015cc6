// The sounds a stem can be played with, one to choose.
'use client';
import { useId } from 'react';
import { call } from '@/components/api/call';
import { KIND_LABELS, soundFacts } from '@/components/session/mix/sound-facts';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { type StyleSound, shareSound, unshareSound } from '@/contract/http/library';
import type { StemResult } from '@/document/schema';
import type { StyleState } from '@/document/style-schema';
import styles from './sound-choice.module.css';
import { useSounds } from './sounds-context';

interface SoundChoiceProps {
  readonly stem: StemResult;
  readonly style: StyleState;
}

interface OptionProps {
  readonly group: string;
  readonly title: string;
  readonly text: string;
  readonly isChosen: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}

function Option({ group, title, text, isChosen, disabled, onChoose }: OptionProps) {
  return (
    <label className={styles.option} data-disabled={disabled}>
      <input
        type="radio"
        name={group}
        aria-label={title}
        checked={isChosen}
        disabled={disabled}
        onChange={onChoose}
      />
      <span className={styles.title}>{title}</span>
      <span className={styles.text}>{text}</span>
    </label>
  );
}

export function SoundChoice({ stem, style }: SoundChoiceProps) {
  const group = useId();
  const { session, canEdit } = useStudio();
  const { sounds, error, reload } = useSounds();
  const { projectId } = session;
  const task = useTask();
  const isShared = (sound: StyleSound) => sound.kind !== 'own' || sound.shared_with.includes(projectId);
  const choose = (sound: StyleSound) =>
    void task.run(async () => {
      // The others play and change it too, so they need it before the strip asks for it.
      if (!isShared(sound)) await call(shareSound, { id: sound.id, body: { project_id: projectId } });
      session.styles.choose(stem.id, sound.id);
      reload();
    });
  const unshare = (sound: StyleSound) =>
    void task.run(async () => {
      await call(unshareSound, { id: sound.id, projectId });
      reload();
    });
  if (error) return <Notice tone="danger">{error}</Notice>;
  if (!sounds) return <p role="status">Reading the library…</p>;
  const shared = sounds.filter(
    (sound) => sound.kind === 'own' && isShared(sound) && sound.id !== style.sound,
  );
  return (
    <>
      <fieldset className={styles.sounds}>
        <legend>Sound</legend>
        <Option
          group={group}
          title={'As it is'}
          text={'The stem without a sound'}
          disabled={!canEdit}
          isChosen={style.sound === null}
          onChoose={() => session.styles.choose(stem.id, null)}
        />
        {sounds.map((sound) => (
          <Option
            key={sound.id}
            group={group}
            title={sound.name}
            text={`${KIND_LABELS[sound.kind]} · ${soundFacts(sound)}`}
            isChosen={style.sound === sound.id}
            disabled={!canEdit || task.isBusy || sound.status !== 'ready'}
            onChoose={() => choose(sound)}
          />
        ))}
      </fieldset>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {shared.map((sound) => (
        <Notice
          key={sound.id}
          action={
            <Button small onClick={() => unshare(sound)} disabled={task.isBusy}>
              Stop sharing
            </Button>
          }
        >
          {sound.name} is shared with this project.
        </Notice>
      ))}
    </>
  );
}
