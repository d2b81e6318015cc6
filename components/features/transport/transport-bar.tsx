// The transport bar: return, play, loop, position, and undo of one's own edits.
'use client';
import { Pause, Play, Redo2, Repeat, SkipBack, Undo2 } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useSyncExternalStore } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import { LoopFields } from './loop-fields';
import { MetronomeControls } from './metronome-controls';
import { PositionField } from './position-field';
import styles from './transport-bar.module.css';

function PlayButton() {
  const { player, transport } = useStudio().session;
  const status = usePlayer(player, (state) => state.status);
  const isRunning = status === 'playing' || status === 'holding';
  const name = isRunning ? 'Pause' : 'Play';
  return (
    <TipButton
      className={styles.play}
      data-holding={status === 'holding'}
      aria-label={name}
      tip={name}
      keys="Space"
      disabled={status === 'idle'}
      onClick={() => transport.playPause()}
    >
      {isRunning ? <Pause aria-hidden /> : <Play aria-hidden />}
    </TipButton>
  );
}

function LoopButton() {
  const { player, transport } = useStudio().session;
  const isOn = usePlayer(player, (state) => state.loop !== null);
  return (
    <IconButton
      label="Loop"
      keys="L"
      className={classes(isOn && styles.on)}
      aria-pressed={isOn}
      onClick={() => transport.toggleLoop()}
    >
      <Repeat aria-hidden />
    </IconButton>
  );
}

/** Changes between the mix and the song as it was uploaded; only where both can be heard. */
function OriginalButton() {
  const { tracks } = useStudio().session;
  const original = useSelected(tracks.original, (source) => source);
  const isOn = useSelected(tracks.isComparing, (isComparing) => isComparing);
  const hasOthers = useSelected(tracks.all, (all) => all.some(({ stemId }) => stemId !== original?.id));
  if (!original || (!hasOthers && !isOn)) return null;
  return (
    <TipButton
      className={classes(styles.original, isOn && styles.on)}
      aria-label="A/B with the original"
      aria-pressed={isOn}
      tip="Hear the song as it was uploaded, for yourself"
      keys="O"
      describes
      onClick={() => tracks.toggleOriginal()}
    >
      A/B
    </TipButton>
  );
}

function UndoButtons() {
  const { session, canEdit } = useStudio();
  const { undo } = session.connection;
  const canUndo = useSyncExternalStore(undo.onChange, undo.canUndo, undo.canUndo);
  const canRedo = useSyncExternalStore(undo.onChange, undo.canRedo, undo.canRedo);
  return (
    <div className={classes(styles.group, styles.undo)}>
      <IconButton
        label="Undo"
        tip="Undo your last edit"
        keys="Control+Z"
        disabled={!canEdit || !canUndo}
        onClick={() => undo.undo()}
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        label="Redo"
        keys="Shift+Control+Z"
        disabled={!canEdit || !canRedo}
        onClick={() => undo.redo()}
      >
        <Redo2 aria-hidden />
      </IconButton>
    </div>
  );
}

function PlayerProblem() {
  const { player, transport } = useStudio().session;
  const error = usePlayer(player, (state) => state.error);
  const refused = useSelected(transport.problem, (problem) => problem);
  const isHolding = usePlayer(player, (state) => state.status === 'holding');
  const message = error ?? refused;
  if (message) {
    return (
      <div className={styles.problem}>
        <Notice tone="danger">{message}</Notice>
      </div>
    );
  }
  return (
    <span className={styles.unseen} role="status">
      {isHolding ? 'Waiting for audio' : ''}
    </span>
  );
}

/** Publishes the bar's height as --transport-height, so that what lies over the page leaves the transport free. */
function usePublishedHeight(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty('--transport-height', `${element.offsetHeight}px`),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty('--transport-height');
    };
  }, [bar]);
}

interface TransportBarProps {
  /** What records. */
  readonly record: ReactNode;
  /** What changes the song as a whole. */
  readonly song: ReactNode;
}

export function TransportBar({ record, song }: TransportBarProps) {
  const bar = useRef<HTMLElement>(null);
  usePublishedHeight(bar);
  const { player, transport } = useStudio().session;
  const hasLoop = usePlayer(player, (state) => state.loop !== null);
  return (
    <section ref={bar} className={styles.bar} aria-label="Transport">
      <PlayerProblem />
      <div className={styles.row} data-loop={hasLoop}>
        <div className={styles.group}>
          <IconButton label="Return to start" keys="Home" onClick={() => transport.toStart()}>
            <SkipBack aria-hidden />
          </IconButton>
          <PlayButton />
          <LoopButton />
          <OriginalButton />
          {record}
        </div>
        <PositionField />
        <LoopFields />
        <div className={styles.metronome}>
          <MetronomeControls />
        </div>
        {song}
        <UndoButtons />
      </div>
    </section>
  );
}
