// The processors that are a handful of knobs: sends, limiter and the shared reverb.
'use client';
import { CircleSlash2 } from 'lucide-react';
import type { MeterReading } from '@/components/player/types';
import { TipButton } from '@/components/ui/tip-button';
import { MASTER_ID, REVERB_ID } from '@/contract/stems';
import styles from './knob-sections.module.css';
import { Knobs } from './knobs';
import { ReductionMeter } from './reduction-meter';
import { OnSwitch, Section } from './section';
import { useSwitch } from './use-field';

function PolaritySwitch({ entity, owner }: { readonly entity: string; readonly owner: string }) {
  const { isOn, disabled, toggle } = useSwitch(entity, 'invert');
  return (
    <TipButton
      className={styles.polarity}
      aria-label={`Polarity inversion of ${owner}`}
      aria-pressed={isOn}
      disabled={disabled}
      tip={`Invert the polarity of ${owner}`}
      onClick={toggle}
    >
      <CircleSlash2 aria-hidden /> Polarity
    </TipButton>
  );
}

export function SendsSection({ entity, owner }: { readonly entity: string; readonly owner: string }) {
  const fields = [
    ['sendsReverbDb', 'Reverb'],
    ['sendsDelayDb', 'Delay'],
  ] as const;
  return (
    <Section title="Sends" name={`${owner} sends`} entity={entity} part="sends">
      <Knobs entity={entity} owner={owner} fields={fields} />
      <PolaritySwitch entity={entity} owner={owner} />
    </Section>
  );
}

const readMaster = ({ master }: MeterReading) => master;

export function LimiterSection() {
  const fields = [
    ['limiterCeilingDb', 'Ceiling'],
    ['limiterReleaseMs', 'Release'],
  ] as const;
  return (
    <Section
      title="Limiter"
      name="Master limiter"
      entity={MASTER_ID}
      part="limiter"
      power={<OnSwitch entity={MASTER_ID} field="limiterOn" name="Master limiter" />}
    >
      <div className={styles.limiter}>
        <Knobs entity={MASTER_ID} owner="Master" fields={fields} />
        <ReductionMeter label="Limiter gain reduction" read={readMaster} />
      </div>
    </Section>
  );
}

export function ReverbSection() {
  const fields = [
    ['decayS', 'Decay'],
    ['preDelayMs', 'Pre-delay'],
    ['dampingHz', 'Damping'],
    ['levelDb', 'Return'],
  ] as const;
  return (
    <Section title="Reverb" name="Reverb" entity={REVERB_ID} part={null}>
      <Knobs entity={REVERB_ID} owner="Reverb" fields={fields} />
    </Section>
  );
}
