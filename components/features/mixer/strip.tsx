// One track, or a group: its controls, and beside them what it sounds like over time.
'use client';
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { useAutomated } from '@/components/session/mix/use-automated';
import { useIsAudible, useRemoteEditor, useStrip } from '@/components/session/mix/use-strip';
import { stripElementId } from '@/components/session/strip-element';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { Fader } from '@/components/ui/controls/fader';
import { parseDb, parsePan } from '@/components/ui/controls/fader-taper';
import { changeOnce } from '@/components/ui/controls/gesture';
import { PanKnob } from '@/components/ui/controls/pan-knob';
import { ValueField } from '@/components/ui/controls/value-field';
import { formatDb, formatPan } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import type { Track } from '@/document/tracks';
import { LevelMeter } from './level-meter';
import styles from './strip.module.css';
import { ToggleButton } from './toggle-button';

function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLInputElement;
}

/** How a control shows that its automation has taken it over. */
const AUTOMATED = 'Automated: change it on the lane, or delete its points there.';

const automated = (value: number | null) =>
  value === null ? {} : { 'data-automated': true, title: AUTOMATED };

const blockedBy = (value: number | null) => (value === null ? undefined : AUTOMATED);

interface StripProps {
  readonly track: Track;
  /** Its handle. */
  readonly grip: ReactNode;
  readonly name: ReactNode;
  /** The buttons beside its name. */
  readonly buttons: ReactNode;
  /** What chooses it for recording. */
  readonly arm?: ReactNode;
  /** What it sounds like over time. */
  readonly lane: ReactNode;
}

export function Strip({ track, grip, name: heading, buttons, arm, lane }: StripProps) {
  const { session, canEdit } = useStudio();
  const { control } = session;
  const { id, name } = track;
  const group = useSelected(session.tracks.all, (all) => all.find((each) => each.id === track.group) ?? null);
  const strip = useStrip(id);
  const isAudible = useIsAudible(id);
  const isSoloed = useSelected(control.soloed, (soloed) => soloed.has(id));
  const gain = control.gesture(id, 'gainDb');
  const pan = control.gesture(id, 'pan');
  const gainEditor = useRemoteEditor(id, 'gainDb');
  const panEditor = useRemoteEditor(id, 'pan');
  const lanePan = useAutomated(id, 'pan');
  const laneGainDb = useAutomated(id, 'gainDb');
  const panShown = lanePan ?? strip.pan;
  const gainDbShown = laneGainDb ?? strip.gainDb;

  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'm' && canEdit) control.setMute(id, !strip.mute);
    else if (key === 's') control.toggleSolo(id, event.shiftKey);
    else return;
    event.preventDefault();
  };

  return (
    <li
      id={stripElementId(id)}
      className={styles.row}
      style={
        {
          '--strip-color': trackColor(track.color),
          '--group-color': group && trackColor(group.color),
        } as CSSProperties
      }
      data-kind={track.kind}
      data-grouped={group !== null}
      data-audible={isAudible}
      onKeyDown={onKeyDown}
    >
      <fieldset
        className={styles.strip}
        aria-label={`${name} strip`}
        aria-description={group ? `In ${group.name}` : undefined}
      >
        {grip}
        <div className={styles.head}>
          {heading}
          <div className={styles.extras}>{buttons}</div>
        </div>
        <div className={styles.buttons}>
          {arm}
          <ToggleButton
            kind="mute"
            label={`Mute ${name}`}
            isOn={strip.mute}
            disabled={!canEdit}
            onToggle={() => control.setMute(id, !strip.mute)}
          />
          <ToggleButton
            kind="solo"
            label={`Solo ${name}`}
            isOn={isSoloed}
            onToggle={(alone) => control.toggleSolo(id, alone)}
          />
        </div>
        <div className={styles.pan} {...automated(lanePan)}>
          <PanKnob
            label={`${name} pan`}
            value={panShown}
            gesture={pan}
            disabled={!canEdit || lanePan !== null}
            editor={panEditor}
            blockedBy={blockedBy(lanePan)}
          />
          <ValueField
            label={`${name} pan position`}
            text={formatPan(panShown)}
            parse={parsePan}
            onCommit={(value) => changeOnce(pan, value)}
            disabled={!canEdit || lanePan !== null}
          />
        </div>
        <div className={styles.level} {...automated(laneGainDb)}>
          <Fader
            label={`${name} volume`}
            value={gainDbShown}
            gesture={gain}
            disabled={!canEdit || laneGainDb !== null}
            editor={gainEditor}
            blockedBy={blockedBy(laneGainDb)}
          />
          <ValueField
            label={`${name} volume in decibels`}
            text={formatDb(gainDbShown <= -60 ? Number.NEGATIVE_INFINITY : gainDbShown)}
            unit="dB"
            parse={parseDb}
            onCommit={(value) => changeOnce(gain, value)}
            disabled={!canEdit || laneGainDb !== null}
          />
        </div>
        <LevelMeter trackId={id} />
      </fieldset>
      {lane}
    </li>
  );
}
