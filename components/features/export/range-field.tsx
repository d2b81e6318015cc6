// Which part of the song to export: all of it, the loop, or a section that is typed in.
'use client';
import { type Samples, samplesToSeconds } from '@/audio/units';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { ValueField } from '@/components/ui/controls/value-field';
import { formatPosition, parsePosition } from '@/components/ui/format';
import { Select } from '@/components/ui/select';
import type { Section } from './export-choices';
import styles from './export-form.module.css';

export interface RangeChoice {
  readonly kind: 'all' | 'loop' | 'section';
  readonly from: Samples;
  readonly to: Samples;
}

/** The part that a choice means; null for all of it, as also when there is no loop any more. */
export function sectionOf(
  { kind, from, to }: RangeChoice,
  loop: { readonly start: Samples; readonly end: Samples } | null,
): Section {
  if (kind === 'section') return { from_s: samplesToSeconds(from), to_s: samplesToSeconds(to) };
  if (kind === 'all' || !loop) return null;
  return { from_s: samplesToSeconds(loop.start), to_s: samplesToSeconds(loop.end) };
}

interface RangeFieldProps {
  readonly chosen: RangeChoice;
  readonly onChoose: (range: RangeChoice) => void;
}

export function RangeField({ chosen, onChoose }: RangeFieldProps) {
  const { player } = useStudio().session;
  const loop = usePlayer(player, (state) => state.loop);
  const length = usePlayer(player, (state) => state.length);
  const kind = chosen.kind === 'loop' && !loop ? 'all' : chosen.kind;
  const choices = [
    { value: 'all', label: 'Whole song' },
    ...(loop ? [{ value: 'loop', label: 'Loop' }] : []),
    { value: 'section', label: 'Section' },
  ];
  const choose = (value: string) => {
    if (value === 'section')
      onChoose({ kind: value, from: loop?.start ?? chosen.from, to: loop?.end ?? length });
    else if (value === 'all' || value === 'loop') onChoose({ ...chosen, kind: value });
  };
  const shown = kind === 'loop' && loop ? { from: loop.start, to: loop.end } : chosen;
  return (
    <div>
      <Select label="Range" choices={choices} value={kind} onChoose={choose} />
      {kind !== 'all' && (
        <p className={styles.section}>
          <ValueField
            label="Export from"
            text={formatPosition(shown.from)}
            parse={parsePosition}
            disabled={kind === 'loop'}
            onCommit={(from) => onChoose({ ...chosen, from })}
          />
          to
          <ValueField
            label="Export to"
            text={formatPosition(shown.to)}
            parse={parsePosition}
            disabled={kind === 'loop'}
            onCommit={(to) => onChoose({ ...chosen, to })}
          />
        </p>
      )}
    </div>
  );
}
