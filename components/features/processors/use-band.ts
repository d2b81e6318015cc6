// One band of an equaliser as the point in its picture needs it.
'use client';
import type { RemoteEditor } from '@/components/ui/controls/gesture';
import type { EqBand } from '@/contract/processors/equaliser';
import { bandField } from '@/document/field-captions';
import { type NumberControl, useNumber } from './use-field';

export interface BandControl {
  readonly hz: NumberControl;
  readonly gainDb: NumberControl;
  readonly q: NumberControl;
  /** Whoever has a hand on any of the three. */
  readonly editor: RemoteEditor | null;
  readonly disabled: boolean;
  /** Sets several of them in one step of undo. */
  set(values: Partial<Record<'hz' | 'gainDb' | 'q', number>>): void;
}

const NUMBERS = ['hz', 'gainDb', 'q'] as const;

export function useBand(entity: string, band: EqBand): BandControl {
  const hz = useNumber(entity, bandField(band, 'Hz'));
  const gainDb = useNumber(entity, bandField(band, 'GainDb'));
  const q = useNumber(entity, bandField(band, 'Q'));
  const controls = { hz, gainDb, q };
  return {
    ...controls,
    editor: hz.editor ?? gainDb.editor ?? q.editor,
    disabled: hz.disabled,
    set(values) {
      const moved = NUMBERS.filter((name) => values[name] !== undefined);
      for (const name of moved) controls[name].gesture.grab();
      for (const name of moved) controls[name].gesture.move(values[name] ?? 0);
      for (const name of moved) controls[name].gesture.release();
    },
  };
}
