// An effect that is described by its settings alone: its switch, and its knobs once it is on.
'use client';
import type { ProcessorDescriptor } from '@/contract/processors/define-processor';
import { capitalised, processorField } from '@/document/field-captions';
import { Knobs } from './knobs';
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
  const fields = Object.entries(effect.settings).map(
    ([key, { label }]) => [processorField(effect.id, key), capitalised(label)] as const,
  );
  return (
    <Section
      title={effect.label}
      name={name}
      help={effect.help}
      entity={entity}
      part={effect.id}
      power={<OnSwitch entity={entity} field={onField} name={name} />}
    >
      {isOn && <Knobs entity={entity} owner={owner} fields={fields} />}
    </Section>
  );
}
