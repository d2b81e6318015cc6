// The processors of one strip or of the master, below the mixer: everything stays in sight and goes on playing.
'use client';
import { X } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from 'react';
import { useStrip } from '@/components/session/mix/use-strip';
import { useProcessors } from '@/components/session/processors-context';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { IconButton } from '@/components/ui/icon-button';
import { closesPanel, focusElement } from '@/components/ui/panel-escape';
import { useSelected } from '@/components/ui/store';
import { Tip } from '@/components/ui/tooltip';
import { STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { MASTER_ID } from '@/contract/stems';
import type { TrackColor } from '@/contract/track-colors';
import { CompressorSection } from './compressor-section';
import { DelaySection } from './delay-section';
import { EffectSection } from './effect-section';
import { EqSection } from './eq-section';
import { LimiterSection, ReverbSection, SendsSection } from './knob-sections';
import { PROCESSORS_PANEL_ID, processorsButtonId } from './processors-button';
import styles from './processors-panel.module.css';
import { useDockHeight } from './use-dock-height';

function StripSections({ stemId, owner }: { readonly stemId: string; readonly owner: string }) {
  const { eq, compressor } = useStrip(stemId);
  return (
    <>
      <EqSection entity={stemId} owner={owner} eq={eq} />
      <CompressorSection entity={stemId} owner={owner} compressor={compressor} />
      <SendsSection entity={stemId} owner={owner} />
      <div className={styles.effects}>
        {Object.values(STRIP_PROCESSORS).map((effect) => (
          <EffectSection key={effect.id} entity={stemId} owner={owner} effect={effect} />
        ))}
      </div>
    </>
  );
}

function MasterSections() {
  const { control } = useStudio().session;
  const eq = useSelected(control.localMix, (mix) => mix.master.eq);
  return (
    <>
      <EqSection entity={MASTER_ID} owner="Master" eq={eq} />
      <LimiterSection />
      <div className={styles.stack}>
        <ReverbSection />
        <DelaySection />
      </div>
    </>
  );
}

interface OpenPanelProps {
  readonly entity: string;
  readonly owner: string;
  readonly onClose: () => void;
  /** That of the track; null for the master. */
  readonly color: TrackColor | null;
}

function OpenPanel({ entity, owner, color, onClose }: OpenPanelProps) {
  const panel = useRef<HTMLElement>(null);
  const { canEdit } = useStudio();
  const isMaster = entity === MASTER_ID;
  const { height, percent, handle } = useDockHeight(panel);
  // On a phone the panel may lie below what is in sight.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const leave = () => {
    onClose();
    focusElement(processorsButtonId(entity));
  };
  // Escape in a field leaves the field; in the rest of the panel it closes the panel.
  const onKeyDown = (event: KeyboardEvent) => closesPanel(event) && leave();
  const style = {
    '--strip-color': color === null ? 'var(--ink)' : trackColor(color),
    '--dock-height': height === null ? undefined : `${height}px`,
  } as CSSProperties;
  return (
    <section
      ref={panel}
      id={PROCESSORS_PANEL_ID}
      className={styles.panel}
      style={style}
      aria-label={`${owner} effects`}
      onKeyDown={onKeyDown}
    >
      <Tip text="Drag, or use the arrow keys, to change the height">
        {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved. */}
        <div
          className={styles.handle}
          role="separator"
          tabIndex={0}
          aria-orientation="horizontal"
          aria-label="Height of the effects"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          {...handle}
        />
      </Tip>
      <header className={styles.head}>
        <h2>{owner}</h2>
        {!canEdit && <span className={styles.note}>You can look and listen; editors turn the knobs.</span>}
        <IconButton label="Close effects" onClick={leave}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className={styles.sections}>
        {isMaster ? <MasterSections /> : <StripSections stemId={entity} owner={owner} />}
      </div>
    </section>
  );
}

export function ProcessorsPanel() {
  const { session } = useStudio();
  const { entity, close } = useProcessors();
  const tracks = useSelected(session.tracks.all, (all) => all);
  const track = tracks.find(({ id }) => id === entity);
  const owner = entity === MASTER_ID ? 'Master' : track?.name;
  if (entity === null || owner === undefined) return null;
  return (
    <OpenPanel key={entity} entity={entity} owner={owner} color={track?.color ?? null} onClose={close} />
  );
}
