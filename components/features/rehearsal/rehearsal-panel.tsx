// The panel of the rehearsal room: join and leave, who is there and how far from the room, who leads, and the monitor mix.
'use client';
import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { Monitor } from '@/components/session/rehearsal/monitor-store';
import { useStudio } from '@/components/session/studio-context';
import { COUNT_INS } from '@/components/session/transport/metronome';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { closesPanel, focusElement } from '@/components/ui/panel-escape';
import { Select } from '@/components/ui/select';
import { useSelected } from '@/components/ui/store';
import { formatOffset } from './format-offset';
import { MonitorMix } from './monitor-mix';
import { REHEARSAL_BUTTON_ID, REHEARSAL_PANEL_ID } from './rehearsal-button';
import styles from './rehearsal-panel.module.css';
import { useMembers } from './use-members';

const LOST = 'The connection is lost. You play on by yourself, and are back with the others when it returns.';

const COUNT_IN_CHOICES = COUNT_INS.map((count) => ({
  value: String(count),
  label: count === 0 ? 'None' : count === 1 ? '1 bar' : `${count} bars`,
}));

/** How far everybody here is from the room, this person first. */
function Members() {
  const members = useMembers();
  return (
    <ul className={styles.members} aria-label="In the rehearsal room">
      {members.map(({ id, name, isSelf, isLeading, offsetMs }) => (
        <li key={id} data-self={isSelf}>
          <span className={styles.name}>
            {name}
            {isSelf && ' (you)'}
            {isLeading && <span className={styles.leads}> leads</span>}
          </span>
          <span className={styles.offset}>{formatOffset(offsetMs)}</span>
        </li>
      ))}
    </ul>
  );
}

function Leading() {
  const { session, isEditor } = useStudio();
  const { rehearsal, connection } = session;
  const leaderId = useSelected(rehearsal.view, ({ room }) => room?.leaderId ?? null);
  const isLeading = leaderId === connection.author.userId;
  // Somebody who has left leads nobody.
  const isLed = useMembers().some((member) => member.isLeading && !member.isSelf);
  return (
    <Button
      small
      aria-pressed={isLeading}
      disabled={!isEditor || isLed}
      onClick={() => void rehearsal.lead(!isLeading)}
    >
      {isLeading ? 'Let everybody move the transport' : 'Lead: only I move the transport'}
    </Button>
  );
}

function CountIn() {
  const { rehearsal } = useStudio().session;
  const countIn = useSelected(rehearsal.monitor, (monitor) => monitor.countIn);
  return (
    <Select
      label="Count-in when I press play"
      value={String(countIn)}
      choices={COUNT_IN_CHOICES}
      onChoose={(value) => rehearsal.monitor.setCountIn(Number(value) as Monitor['countIn'])}
    />
  );
}

function Room() {
  const { rehearsal } = useStudio().session;
  const phase = useSelected(rehearsal.view, (view) => view.phase);
  const roundTripMs = useSelected(rehearsal.view, (view) => view.roundTripMs);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <p role="status">
          {phase === 'joining' && 'Joining…'}
          {phase === 'joined' &&
            `You are in. ${roundTripMs === null ? 'Comparing the clocks…' : `The studio is ${Math.round(roundTripMs)} ms away and back.`}`}
        </p>
        {phase === 'lost' && <Notice tone="warn">{LOST}</Notice>}
        <Members />
        <div className={styles.row}>
          <Leading />
          <Button small onClick={() => rehearsal.leave()}>
            Leave
          </Button>
        </div>
        <CountIn />
      </div>
      <MonitorMix />
    </div>
  );
}

export function RehearsalPanel({ onClose }: { readonly onClose: () => void }) {
  const { rehearsal } = useStudio().session;
  const isOut = useSelected(rehearsal.view, (view) => view.phase === 'out');
  const close = () => {
    onClose();
    focusElement(REHEARSAL_BUTTON_ID);
  };
  return (
    <section
      id={REHEARSAL_PANEL_ID}
      className={styles.panel}
      aria-label="Rehearsal"
      onKeyDown={(event: KeyboardEvent) => closesPanel(event) && close()}
    >
      <header className={styles.head}>
        <h2>Rehearsal</h2>
        <IconButton label="Close rehearsal" onClick={close}>
          <X aria-hidden />
        </IconButton>
      </header>
      {isOut ? (
        <div className={styles.out}>
          <p>
            Everybody in the room plays the same at the same time: play, stop, seek, loop, tempo and key are
            shared. Everyone mutes their own instrument and sets the monitor mix for themselves.
          </p>
          <Button kind="solid" onClick={() => void rehearsal.join()}>
            Join the room
          </Button>
        </div>
      ) : (
        <Room />
      )}
    </section>
  );
}
