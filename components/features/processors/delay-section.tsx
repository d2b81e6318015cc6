// The shared delay: for each side its time, free or as a note value of the song's tempo, and what both have in common.
'use client';
import { useId } from 'react';
import { resolveDelay } from '@/audio/mix/delay-times';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { NOTE_VALUES } from '@/contract/note-values';
import { DELAY_ID, SONG_ID } from '@/contract/stems';
import styles from './delay-section.module.css';
import { FieldKnob } from './field-knob';
import { Knobs } from './knobs';
import { Section } from './section';
import { useNumber } from './use-field';
import { useRecordingTempo } from './use-recording-tempo';

interface DelayTimeProps {
  readonly side: 'left' | 'right';
  readonly name: string;
  /** The id of the text that says what note values need; undefined where they can be chosen. */
  readonly needsTempo: string | undefined;
}

function DelayTime({ side, name, needsTempo }: DelayTimeProps) {
  const { control } = useStudio().session;
  const { value: note, caption, disabled } = useNumber(DELAY_ID, `${side}Note`);
  const { bpm, proposal } = useRecordingTempo();
  const ms = useSelected(control.localMix, (mix) => resolveDelay(mix.delay, mix.bpm)[`${side}Ms`]);
  const choose = (chosen: number) => {
    const changes: [entity: string, field: string, value: number][] = [[DELAY_ID, `${side}Note`, chosen]];
    if (chosen > 0 && bpm === null && proposal !== null) changes.push([SONG_ID, 'bpm', proposal]);
    control.setTogether(changes);
  };
  const isNote = note > 0 && bpm !== null;
  const blockedBy = 'The note value decides: choose ms to set a time of its own';
  return (
    <div className={styles.side}>
      <FieldKnob
        entity={DELAY_ID}
        field={`${side}Ms`}
        owner="Delay"
        name={name}
        fixed={isNote ? { value: ms, blockedBy } : undefined}
      />
      <select
        className={styles.note}
        aria-label={`Delay ${caption.label} value`}
        aria-describedby={needsTempo}
        value={note}
        // A note value without a tempo, from somebody who cleared it, can be changed back to ms.
        disabled={disabled || (needsTempo !== undefined && note === 0)}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        <option value={0}>ms</option>
        {NOTE_VALUES.map(({ label }, index) => (
          <option key={label} value={index + 1} disabled={needsTempo !== undefined}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

const SHARED_FIELDS = [
  ['feedback', 'Feedback'],
  ['dampingHz', 'Damping'],
  ['levelDb', 'Return'],
] as const;

export function DelaySection() {
  const { bpm, proposal } = useRecordingTempo();
  const needed = useId();
  const needsTempo = bpm === null && proposal === null ? needed : undefined;
  return (
    <Section title="Delay" name="Delay" entity={DELAY_ID} part={null}>
      <div className={styles.delay}>
        <DelayTime side="left" name="Left" needsTempo={needsTempo} />
        <DelayTime side="right" name="Right" needsTempo={needsTempo} />
        <Knobs entity={DELAY_ID} owner="Delay" fields={SHARED_FIELDS} />
      </div>
      {needsTempo !== undefined && (
        <p id={needed} className={styles.needed}>
          For note values, set the BPM of the recording first: type or tap it beside the transport.
        </p>
      )}
    </Section>
  );
}
