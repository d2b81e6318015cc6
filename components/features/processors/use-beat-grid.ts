// The beat grid as its controls need it: where it stands, and the corrections that people make.
'use client';
import type { GridSettings } from '@/audio/tempo/beat-grid';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { BEAT_GRID } from '@/contract/beat-grid';
import { isTempoKnown, LOWEST_BPM, SONG_CONTROLS } from '@/contract/mix-controls';
import { SONG_ID } from '@/contract/stems';
import type { FieldValue } from '@/document/fields';
import { DEFAULT_SONG } from '@/document/schema';

/** What one press of a button moves the grid by. */
export const NUDGE_MS = 10;

const GRID_FIELDS = Object.keys({ ...BEAT_GRID, gridIsSteady: false }) as readonly (
  | keyof typeof BEAT_GRID
  | 'gridIsSteady'
)[];

const isWithin = ({ min, max }: { readonly min: number; readonly max: number }, value: number): boolean =>
  value >= min && value <= max;

interface BeatGridControl {
  readonly canEdit: boolean;
  /** Whether the analysis found beats. */
  readonly isFound: boolean;
  readonly hasBeats: boolean;
  /** Whether there is a grid, and this person may change it. */
  readonly isEditable: boolean;
  readonly isChanged: boolean;
  readonly isSteady: boolean;
  readonly beatsPerBar: number;
  readonly canHalve: boolean;
  readonly canDouble: boolean;
  /** Half or twice as many beats. */
  scale(direction: 1 | -1): void;
  nudge(direction: 1 | -1): void;
  /** A bar begins at the playhead. */
  setDownbeat(): void;
  setBeatsPerBar(beats: number): void;
  setSteady(isSteady: boolean): void;
  reset(): void;
}

/** What halving or doubling changes: the BPM where it is known, and the beats where they were found; null beyond. */
function scaled(
  grid: GridSettings,
  isFound: boolean,
  direction: 1 | -1,
): [field: string, value: FieldValue][] | null {
  const bpm = grid.bpm * 2 ** direction;
  const doublings = grid.gridDoublings + direction;
  const changes: [string, FieldValue][] = [];
  if (isTempoKnown(grid.bpm)) {
    if (!isWithin({ min: LOWEST_BPM, max: SONG_CONTROLS.bpm.max }, bpm)) return null;
    changes.push(['bpm', bpm]);
  }
  if (isFound) {
    if (!isWithin(BEAT_GRID.gridDoublings, doublings)) return null;
    changes.push(['gridDoublings', doublings]);
  }
  return changes;
}

export function useBeatGrid(): BeatGridControl {
  const { session, canEdit } = useStudio();
  const { control, lanes, player } = session;
  const grid = useSelected(lanes.grid.settings, (all) => all);
  const hasBeats = useSelected(lanes.grid, ({ beats }) => beats.length > 0);
  const { isFound } = lanes.grid;
  const set = (changes: readonly (readonly [field: string, value: FieldValue])[]) =>
    control.setTogether(changes.map(([field, value]) => [SONG_ID, field, value] as const));
  const isEditable = canEdit && hasBeats;
  const canScale = (direction: 1 | -1): boolean => isEditable && scaled(grid, isFound, direction) !== null;
  return {
    canEdit,
    isFound,
    hasBeats,
    isEditable,
    isChanged: GRID_FIELDS.some((field) => grid[field] !== DEFAULT_SONG[field]),
    isSteady: grid.gridIsSteady,
    beatsPerBar: grid.gridBeatsPerBar,
    canHalve: canScale(-1),
    canDouble: canScale(1),
    scale: (direction) => set(scaled(grid, isFound, direction) ?? []),
    nudge: (direction) => set([['gridShiftMs', grid.gridShiftMs + direction * NUDGE_MS]]),
    setDownbeat: () => set(Object.entries(lanes.grid.withDownbeatAt(player.getPlayhead()) ?? {})),
    setBeatsPerBar: (beats) => set([['gridBeatsPerBar', beats]]),
    setSteady: (isSteady) => set([['gridIsSteady', isSteady]]),
    reset: () => set(GRID_FIELDS.map((field) => [field, DEFAULT_SONG[field]] as const)),
  };
}
