// The tempo of the recording in the transport bar: typed or tapped, and beside it the tempo at which it plays.
'use client';
import { changeOnce } from '@/components/ui/controls/gesture';
import { RemoteEditBadge } from '@/components/ui/controls/remote-edit-badge';
import { ValueField } from '@/components/ui/controls/value-field';
import { Tip } from '@/components/ui/tooltip';
import { LOWEST_BPM } from '@/contract/mix-controls';
import { SONG_ID } from '@/contract/stems';
import { formatValue, valueText } from '@/document/value-text';
import { BeatGridButton } from './beat-grid-button';
import { readTyped } from './read-typed';
import styles from './song-controls.module.css';
import { useNumber } from './use-field';
import { roundedBpm, useRecordingTempo } from './use-recording-tempo';
import { useTap } from './use-tap';

const HINT =
  'Note values of the delay go by it. Type it, or tap it at least four times in time with the music. An empty field is unknown.';

function PlayedTempo({ bpm }: { readonly bpm: number | null }) {
  const { value: tempo } = useNumber(SONG_ID, 'tempo');
  if (bpm === null || tempo === 1) return null;
  return (
    <output className={styles.rate} aria-label="Played tempo">
      plays at {(bpm * tempo).toFixed(1)} BPM
    </output>
  );
}

export function RecordingBpm() {
  const { scale, gesture, editor, disabled } = useNumber(SONG_ID, 'bpm');
  const { value: tempo } = useNumber(SONG_ID, 'tempo');
  const { bpm, proposal } = useRecordingTempo();
  const figureOf = (value: number | null) => (value === null ? '' : formatValue('BPM', value).figure);
  // A tap follows what sounds, at the tempo of the mix.
  const tap = useTap(gesture, (tapped) => roundedBpm(tapped / tempo));
  const parse = (typed: string) =>
    typed.trim() === ''
      ? scale.defaultValue
      : readTyped('BPM', '', typed, { min: LOWEST_BPM, max: scale.max });
  return (
    <RemoteEditBadge editor={editor} className={styles.recording}>
      <Tip text={HINT}>
        <fieldset
          className={styles.number}
          data-changed={bpm !== null}
          aria-label="BPM of the recording"
          aria-description={HINT}
        >
          <button
            type="button"
            className={styles.name}
            aria-label="Reset BPM of the recording"
            disabled={disabled || bpm === null}
            onClick={() => changeOnce(gesture, scale.defaultValue)}
          >
            BPM
          </button>
          <ValueField
            label="BPM of the recording"
            text={figureOf(bpm)}
            placeholder={figureOf(proposal) || '–'}
            hint={
              bpm === null && proposal !== null
                ? `Proposed by the analysis: ${valueText('BPM', proposal)}`
                : undefined
            }
            parse={parse}
            onCommit={(typed) => changeOnce(gesture, typed)}
            disabled={disabled}
            className={styles.figure}
          />
          <button
            type="button"
            className={styles.tap}
            aria-label="Tap the BPM of the recording"
            disabled={disabled}
            // Pressed is when it is tapped; a click without a pointer comes from a key.
            onPointerDown={(event) => tap(event.timeStamp)}
            onClick={(event) => event.detail === 0 && tap(event.timeStamp)}
          >
            Tap
          </button>
          <BeatGridButton />
          <PlayedTempo bpm={bpm ?? proposal} />
        </fieldset>
      </Tip>
    </RemoteEditBadge>
  );
}
