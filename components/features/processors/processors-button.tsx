// Opens the processors of a strip, and shows which of them change the sound.
'use client';
import { SlidersVertical } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useProcessors } from '@/components/session/processors-context';

import { closesPanel } from '@/components/ui/panel-escape';
import { TipButton } from '@/components/ui/tip-button';
import { MASTER_ID } from '@/contract/stems';
import styles from './processors-button.module.css';

interface ProcessorsButtonProps {
  readonly entity: string;
  readonly owner: string;
  /** What changes the sound, as text. */
  readonly inUse: readonly string[];
}

export const PROCESSORS_PANEL_ID = 'processors';

/** The element id of the button that opens the processors of an entity. */
export const processorsButtonId = (entity: string): string => `${PROCESSORS_PANEL_ID}-of-${entity}`;

export function ProcessorsButton({ entity, owner, inUse }: ProcessorsButtonProps) {
  const { entity: open, toggle, close } = useProcessors();
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = open === entity;
  // The panel takes room from the mixer: the strip it belongs to stays in sight, where the master does not cover it.
  useEffect(() => {
    if (isOpen) button.current?.scrollIntoView({ block: entity === MASTER_ID ? 'nearest' : 'center' });
  }, [isOpen, entity]);
  const label = inUse.length > 0 ? inUse.join(', ') : 'none in use';
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOpen && closesPanel(event)) close();
  };
  return (
    <TipButton
      ref={button}
      id={processorsButtonId(entity)}
      className={styles.button}
      data-in-use={inUse.length > 0}
      aria-label={`FX of ${owner}: ${label}`}
      aria-expanded={isOpen}
      aria-controls={PROCESSORS_PANEL_ID}
      tip={`Effects of ${owner}: ${label}`}
      onClick={() => toggle(entity)}
      onKeyDown={onKeyDown}
    >
      <SlidersVertical aria-hidden />
      <span>FX</span>
    </TipButton>
  );
}
