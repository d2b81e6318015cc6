// How a stem is played with its sound: the amount, and the details for those who look for them.
'use client';
import { RotateCcw } from 'lucide-react';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { STYLE_SETTINGS, type StyleNumber } from '@/contract/style-settings';
import type { StemResult } from '@/document/schema';
import type { StyleState } from '@/document/style-schema';
import { NumberSetting } from './number-setting';
import { DETAILS, SWITCHES } from './setting-labels';
import styles from './style-settings.module.css';

interface StyleSettingsProps {
  readonly stem: StemResult;
  readonly style: StyleState;
}

const MODES = [
  { value: 'mosaic', label: 'Musical: grains follow the notes' },
  { value: 'classic', label: 'Classic: one grain per attack' },
];

export function StyleSettings({ stem, style }: StyleSettingsProps) {
  const { session, canEdit } = useStudio();
  const { id } = stem;
  const number = (field: StyleNumber) => (
    <NumberSetting
      key={field}
      field={field}
      value={style[field]}
      disabled={!canEdit}
      onCommit={(value) => session.styles.set(id, field, value)}
    />
  );
  return (
    <div className={styles.settings}>
      {number('amount')}
      <details className={styles.details}>
        <summary>Details</summary>
        <div className={styles.settings}>
          <Select
            label={STYLE_SETTINGS.mode.label}
            choices={MODES}
            value={style.mode}
            disabled={!canEdit}
            onChoose={(mode) => session.styles.set(id, 'mode', mode === 'classic' ? 'classic' : 'mosaic')}
          />
          {SWITCHES.map((field) => (
            <label key={field} className={styles.switch}>
              <input
                type="checkbox"
                checked={style[field]}
                disabled={!canEdit}
                onChange={(event) => session.styles.set(id, field, event.currentTarget.checked)}
              />
              {STYLE_SETTINGS[field].label}
            </label>
          ))}
          {DETAILS.map(number)}
          <Button
            small
            icon={<RotateCcw aria-hidden />}
            disabled={!canEdit}
            onClick={() => session.styles.reset(id)}
          >
            Back to the defaults
          </Button>
        </div>
      </details>
    </div>
  );
}
