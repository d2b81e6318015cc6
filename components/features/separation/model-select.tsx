// The choice of what a song is separated into and by which model; nothing where there is only one.
'use client';

import { Select } from '@/components/ui/select';
import type { ListedModel } from '@/contract/http/separation';
import styles from './model-select.module.css';
import type { ModelChoice } from './use-model-choice';

const labelOf = ({ title, stems }: ListedModel): string => `${stems.length} stems: ${title}`;

export function ModelSelect({ models, chosen, choose }: ModelChoice) {
  const model = models.find(({ id }) => id === chosen) ?? models[0];
  if (!model || models.length < 2) return null;
  return (
    <div className={styles.choice}>
      <Select
        label="Separate into"
        choices={models.map((each) => ({ value: each.id, label: labelOf(each) }))}
        value={model.id}
        onChoose={choose}
      />
      <p className={styles.hint}>
        {model.stems.join(', ')}. {model.licence}
      </p>
    </div>
  );
}
