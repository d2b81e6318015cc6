// The input of recordings: device, channel, level, what is heard of it, its latency, and the count-in.
'use client';
import { useEffect } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { useSelected } from '@/components/ui/store';
import styles from './input-dialog.module.css';
import { InputLevel } from './input-level';
import { LatencyField } from './latency-field';

const CHANNELS = [
  { value: '1', label: 'Channel 1' },
  { value: '2', label: 'Channel 2' },
  { value: '1+2', label: 'Channels 1 and 2, stereo' },
];
const MONITORS = [
  { value: 'off', label: 'Off' },
  { value: 'dry', label: 'Dry, as it comes in' },
  { value: 'strip', label: 'Through the strip of the armed track' },
];
/** What the system prefers; a select has no value for nothing. */
const PREFERRED = '';

const counted = (count: number, unit: string): string =>
  count === 0 ? 'Off' : `${count} ${unit}${count === 1 ? '' : 's'}`;

function DeviceFields() {
  const { input } = useStudio().session.recorder;
  const settings = useSelected(input.settings, (all) => all);
  const devices = useSelected(input.devices, (all) => all);
  const choices = [
    { value: PREFERRED, label: 'The one the system prefers' },
    ...devices.map(({ id, label }) => ({ value: id, label })),
  ];
  return (
    <div className={styles.fields}>
      <Select
        label="Device"
        choices={choices}
        value={settings.deviceId ?? PREFERRED}
        onChoose={(id) => input.change({ deviceId: id === PREFERRED ? null : id })}
      />
      <Select
        label="Channel"
        choices={CHANNELS}
        value={settings.channels}
        onChoose={(channels) => input.change({ channels: channels as typeof settings.channels })}
      />
      <Select
        label="Monitor"
        choices={MONITORS}
        value={settings.monitor}
        onChoose={(monitor) => input.change({ monitor: monitor as typeof settings.monitor })}
      />
    </div>
  );
}

/** Said until it was read. */
function FeedbackWarning() {
  const { input } = useStudio().session.recorder;
  const isDue = useSelected(input.settings, ({ monitor, isWarned }) => monitor !== 'off' && !isWarned);
  if (!isDue) return null;
  return (
    <Notice
      tone="warn"
      action={
        <Button small onClick={() => input.change({ isWarned: true })}>
          I wear headphones
        </Button>
      }
    >
      Wear headphones: a microphone that hears itself from loudspeakers howls.
    </Notice>
  );
}

function CountInFields() {
  const { recorder } = useStudio().session;
  const countIn = useSelected(recorder.input.settings, (all) => all.countIn);
  const unit = recorder.hasTempo ? 'bar' : 'second';
  const counts = [0, 1, 2].map((count) => ({ value: String(count), label: counted(count, unit) }));
  return (
    <div className={styles.fields}>
      <Select
        label="Count-in"
        choices={counts}
        value={String(countIn)}
        onChoose={(count) => recorder.input.change({ countIn: Number(count) as typeof countIn })}
      />
    </div>
  );
}

/** Keeps the input open while it is shown. */
function OpenInput() {
  const { input } = useStudio().session.recorder;
  const problem = useSelected(input.problem, (message) => message);
  useEffect(() => input.use(), [input]);
  return (
    <div className={styles.body}>
      {problem && <Notice tone="danger">{problem}</Notice>}
      <InputLevel />
      <DeviceFields />
      <FeedbackWarning />
      <LatencyField />
      <CountInFields />
    </div>
  );
}

interface InputDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function InputDialog({ open, onClose }: InputDialogProps) {
  return (
    <Dialog title="Input" open={open} onClose={onClose}>
      <OpenInput />
    </Dialog>
  );
}
