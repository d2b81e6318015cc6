// The equaliser of a strip or of the master: the picture, and the three numbers of each band.
'use client';
import { EQ_BAND_NAMES, type EqBand } from '@/contract/processors/equaliser';
import { BAND_LABELS, bandField } from '@/document/field-captions';
import type { EqState } from '@/document/processors';
import { bandStyle } from './band-color';
import { EqCurve } from './eq-curve';
import styles from './eq-section.module.css';
import { FieldNumber } from './field-number';
import { BypassSwitch, Section } from './section';

interface EqSectionProps {
  readonly entity: string;
  readonly owner: string;
  readonly eq: EqState;
}

const NUMBERS = [
  ['Hz', 'frequency'],
  ['GainDb', 'gain'],
  ['Q', 'Q'],
] as const;

function BandNumbers({ entity, owner, band }: Omit<EqSectionProps, 'eq'> & { readonly band: EqBand }) {
  const name = BAND_LABELS[band];
  return (
    <fieldset className={styles.band} style={bandStyle(band)} aria-label={`${owner} EQ ${name}`}>
      <span className={styles.name} aria-hidden="true">
        {name}
      </span>
      {NUMBERS.map(([number, label]) => (
        <FieldNumber
          key={number}
          entity={entity}
          field={bandField(band, number)}
          label={`${owner} EQ ${name} ${label}`}
          className={styles.number}
        />
      ))}
    </fieldset>
  );
}

export function EqSection({ entity, owner, eq }: EqSectionProps) {
  const name = `${owner} EQ`;
  return (
    <Section
      title="Equaliser"
      name={name}
      entity={entity}
      part="eq"
      power={<BypassSwitch entity={entity} field="eqBypass" name={name} />}
      className={styles.section}
    >
      <EqCurve entity={entity} owner={owner} eq={eq} />
      <div className={styles.bands}>
        {EQ_BAND_NAMES.map((band) => (
          <BandNumbers key={band} entity={entity} owner={owner} band={band} />
        ))}
      </div>
    </Section>
  );
}
