// The beat grid in the transport bar: a button that opens what corrects beats, bars and metre.
'use client';
import { Grid3x3 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { Select } from '@/components/ui/select';
import { BEAT_GRID } from '@/contract/beat-grid';
import { valueText } from '@/document/value-text';
import styles from './beat-grid-button.module.css';
import { NUDGE_MS, useBeatGrid } from './use-beat-grid';

const METRES = Array.from({ length: BEAT_GRID.gridBeatsPerBar.max + 1 }, (_, beats) => ({
  value: String(beats),
  label: valueText('metre', beats),
}));

const BASES = [
  { value: 'found', label: 'The beats that were found' },
  { value: 'steady', label: 'The BPM, evenly' },
];

function BeatGridFields() {
  const grid = useBeatGrid();
  return (
    <div className={styles.fields}>
      <fieldset className={styles.row} aria-label="Density">
        <Button small disabled={!grid.canHalve} onClick={() => grid.scale(-1)}>
          Halve
        </Button>
        <Button small disabled={!grid.canDouble} onClick={() => grid.scale(1)}>
          Double
        </Button>
      </fieldset>
      <fieldset className={styles.row} aria-label="Offset">
        <Button small disabled={!grid.isEditable} onClick={() => grid.nudge(-1)}>
          {NUDGE_MS} ms earlier
        </Button>
        <Button small disabled={!grid.isEditable} onClick={() => grid.nudge(1)}>
          {NUDGE_MS} ms later
        </Button>
      </fieldset>
      <Button small disabled={!grid.isEditable} onClick={grid.setDownbeat}>
        A bar begins at the playhead
      </Button>
      <Select
        label="Beats per bar"
        choices={METRES}
        value={String(grid.beatsPerBar)}
        disabled={!grid.isEditable}
        onChoose={(beats) => grid.setBeatsPerBar(Number(beats))}
      />
      {grid.isFound && (
        <Select
          label="Beats by"
          choices={BASES}
          value={grid.isSteady ? 'steady' : 'found'}
          disabled={!grid.canEdit}
          onChoose={(basis) => grid.setSteady(basis === 'steady')}
        />
      )}
      <Button small kind="quiet" disabled={!grid.canEdit || !grid.isChanged} onClick={grid.reset}>
        Reset the beat grid
      </Button>
      {!grid.hasBeats && (
        <p className={styles.hint}>The beats of this song are not known: type its BPM, or tap it.</p>
      )}
    </div>
  );
}

export function BeatGridButton() {
  const { isChanged } = useBeatGrid();
  const trigger = (
    <button type="button" className={styles.button} data-changed={isChanged} aria-label="Beat grid">
      <Grid3x3 aria-hidden />
    </button>
  );
  return (
    <Popover trigger={trigger} title="Beat grid, for everybody" opensOnHover={false}>
      <BeatGridFields />
    </Popover>
  );
}
