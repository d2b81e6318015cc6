// An effect that is described by its settings alone: its switch, and its knobs once it is on.
'use client';
import type { ProcessorDescriptor } from '@/contract/processors/define-processor';
import { capitalised, processorField } from '@/document/field-words';
import styles from './effect-section.module.css';
import { FieldKnob } from './field-knob';
import { OnSwitch, Section } from './section';
import { useSwitch } from './use-field';

interface EffectSectionProps {
  readonly entity: string;
  readonly owner: string;
  readonly effect: ProcessorDescriptor;
}

export function EffectSection({ entity, owner, effect }: EffectSectionProps) {
  const name = `${owner} ${effect.label.toLowerCase()}`;
  const onField = processorField(effect.id, 'on');
  const { isOn } = useSwitch(entity, onField);
  return (
    <Section
      title={effect.label}
      name={name}
      help={effect.help}
      entity={entity}
      part={effect.id}
      power={<OnSwitch entity={entity} field={onField} name={name} />}
    >
      {isOn && (
        <div className={styles.knobs}>
          {Object.entries(effect.settings).map(([key, { label }]) => (
            <FieldKnob
              key={key}
              entity={entity}
              field={processorField(effect.id, key)}
              owner={owner}
              name={capitalised(label)}
            />
          ))}
        </div>
      )}
    </Section>
  );
}
