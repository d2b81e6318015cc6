// The round trip of the input: measured with a test sound, or typed in milliseconds.
'use client';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { useSelected } from '@/components/ui/store';
import styles from './input-dialog.module.css';

const LONGEST_MS = 2_000;
const MEASURED = 'Takes are put back in time by this much.';
const BELIEVED =
  'Not measured yet: this is what the browser says, and takes may come out up to 50 ms late. Hold the microphone to the loudspeakers or headphones and calibrate; six short bursts of noise are played.';

/** Milliseconds from text, null where it is no length of time that can be. */
function readMs(text: string): number | null {
  const ms = Number(text.replace(',', '.'));
  return text.trim() !== '' && ms >= 0 && ms <= LONGEST_MS ? ms : null;
}

export function LatencyField() {
  const { input } = useStudio().session.recorder;
  const latency = useSelected(input.latency, (known) => known);
  const isCalibrating = useSelected(input.isCalibrating, (is) => is);
  const shown = latency === null ? '' : (latency.seconds * 1000).toFixed(1);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = () => {
    const ms = readMs(text);
    if (ms === null) setText(shown);
    else if (text !== shown) input.setLatency(ms / 1000);
  };
  const onKeyDown = (event: KeyboardEvent) => event.key === 'Enter' && commit();
  return (
    <div className={styles.latency}>
      <div className={styles.row}>
        <Field
          label="Latency in ms"
          inputMode="decimal"
          value={text}
          disabled={latency === null || isCalibrating}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
        <Button disabled={latency === null || isCalibrating} onClick={() => void input.calibrate()}>
          {isCalibrating ? 'Listening…' : 'Calibrate'}
        </Button>
        {latency?.isMeasured && (
          <Button kind="quiet" disabled={isCalibrating} onClick={() => input.setLatency(null)}>
            Forget
          </Button>
        )}
      </div>
      <p className={styles.hint} role="status">
        {latency?.isMeasured ? MEASURED : BELIEVED}
      </p>
    </div>
  );
}
