// The metronome in the transport bar: on or off, and a dialog with its level and sound.
'use client';
import { Metronome, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { CLICK_SOUNDS, type ClickSound } from '@/audio/tempo/click-sounds';
import { useStudio } from '@/components/session/studio-context';
import { classes } from '@/components/ui/classes';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { useSelected } from '@/components/ui/store';
import styles from './metronome-controls.module.css';

const LEVELS = [0, -6, -12, -18, -24].map((db) => ({ value: String(db), label: `${db} dB` }));
const SOUND_NAMES: Readonly<Record<ClickSound, string>> = { beep: 'Beep', wood: 'Wood block', low: 'Low' };
const SOUNDS = CLICK_SOUNDS.map((value) => ({ value, label: SOUND_NAMES[value] }));

function MetronomeFields() {
  const { metronome } = useStudio().session;
  const { levelDb, sound } = useSelected(metronome.settings, (all) => all);
  return (
    <div className={styles.fields}>
      <Select
        label="Level"
        choices={LEVELS}
        value={String(levelDb)}
        onChoose={(db) => metronome.change({ levelDb: Number(db) })}
      />
      <Select
        label="Sound"
        choices={SOUNDS}
        value={sound}
        onChoose={(chosen) => metronome.change({ sound: chosen as ClickSound })}
      />
      <p className={styles.hint}>
        Only you hear the metronome, and no export has it. A count-in sounds the same.
      </p>
    </div>
  );
}

export function MetronomeControls() {
  const { metronome } = useStudio().session;
  const [isOpen, setOpen] = useState(false);
  const isOn = useSelected(metronome.settings, (all) => all.isOn);
  const hasTempo = useSelected(metronome.grid, (grid) => grid !== null);
  return (
    <div className={styles.controls}>
      <IconButton
        label="Metronome"
        tip={hasTempo ? 'Metronome' : 'The metronome needs a tempo: type or tap the BPM of the recording'}
        keys="C"
        className={classes(isOn && hasTempo && styles.on)}
        aria-pressed={isOn && hasTempo}
        disabled={!hasTempo}
        onClick={() => metronome.toggle()}
      >
        <Metronome aria-hidden />
      </IconButton>
      <IconButton label="Sound of the metronome" onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden />
      </IconButton>
      <Dialog title="Metronome" open={isOpen} onClose={() => setOpen(false)}>
        <MetronomeFields />
      </Dialog>
    </div>
  );
}
