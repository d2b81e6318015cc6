// A processor in the panel: its name, its switch, the way back to its defaults, its controls.
'use client';
import { Power, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/icon-button';
import { Explained } from '@/components/ui/popover';
import styles from './section.module.css';
import { type SwitchControl, useSwitch } from './use-field';

interface SwitchProps {
  readonly name: string;
  readonly control: SwitchControl;
  /** Whether what the switch says is that it works, and not that it is bypassed. */
  readonly isOn: boolean;
}

function PowerSwitch({ name, control, isOn }: SwitchProps) {
  return (
    <IconButton
      label={`${name} on`}
      tip={isOn ? `Hear the mix without the ${name}` : `Switch the ${name} on`}
      className={classes(styles.power, isOn && styles.on)}
      aria-pressed={isOn}
      disabled={control.disabled}
      onClick={() => control.toggle()}
    >
      <Power aria-hidden />
    </IconButton>
  );
}

interface SectionProps {
  readonly title: string;
  /** For screen readers: with the name of the strip. */
  readonly name: string;
  readonly entity: string;
  /** Its name in the state of the entity; null for an entity that is nothing else. */
  readonly part: string | null;
  /** What it does, in one sentence. */
  readonly help?: string;
  readonly power?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

export function Section({ title, name, help, entity, part, power, children, className }: SectionProps) {
  const { session, canEdit } = useStudio();
  return (
    <section className={classes(styles.section, className)} aria-label={name}>
      <header className={styles.head}>
        {power}
        <h3>{help === undefined ? title : <Explained meaning={help}>{title}</Explained>}</h3>
        <IconButton
          label={`Reset ${name}`}
          className={styles.reset}
          disabled={!canEdit}
          onClick={() => session.control.resetProcessor(entity, part)}
        >
          <RotateCcw aria-hidden />
        </IconButton>
      </header>
      {children}
    </section>
  );
}

/** The switch of a processor that is active unless it is bypassed. */
export function BypassSwitch({ entity, field, name }: { entity: string; field: string; name: string }) {
  const control = useSwitch(entity, field);
  return <PowerSwitch name={name} control={control} isOn={!control.isOn} />;
}

/** The switch of a processor that is active once it is switched on. */
export function OnSwitch({ entity, field, name }: { entity: string; field: string; name: string }) {
  const control = useSwitch(entity, field);
  return <PowerSwitch name={name} control={control} isOn={control.isOn} />;
}
