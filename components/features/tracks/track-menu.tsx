// What can be done with a track: its name, its colour, its place, a copy of it, and its removal.
'use client';
import { ArrowDown, ArrowUp, CopyPlus, Pencil, Split, Trash2 } from 'lucide-react';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { Menu, MenuItem, MenuSwatches } from '@/components/ui/menu';
import { useSelected } from '@/components/ui/store';
import { showToast } from '@/components/ui/toast';
import { TRACK_COLORS, type TrackColor } from '@/contract/track-colors';
import type { Track } from '@/document/tracks';

const SWATCHES = TRACK_COLORS.map((color) => ({
  value: color,
  label: `${color.charAt(0).toUpperCase()}${color.slice(1)}`,
  color: trackColor(color),
}));

interface TrackMenuProps {
  readonly track: Track;
  readonly onRename: () => void;
  /** Takes it apart into stems; null where that is not possible. */
  readonly onSeparate: (() => void) | null;
}

export function TrackMenu({ track, onRename, onSeparate }: TrackMenuProps) {
  const { session, canEdit } = useStudio();
  const { tracks, trackControl } = session;
  const { id, name } = track;
  const index = useSelected(tracks.all, (all) => all.findIndex((each) => each.id === id));
  const count = useSelected(tracks.all, (all) => all.length);
  if (!canEdit) return null;
  const remove = () => {
    trackControl.remove(id);
    showToast(`${name} was removed. Undo brings it back.`);
  };
  return (
    <Menu label={`${name} track menu`}>
      <MenuItem icon={<Pencil aria-hidden />} onSelect={onRename}>
        Rename
      </MenuItem>
      <MenuSwatches
        label="Colour"
        swatches={SWATCHES}
        value={track.color}
        onSelect={(color) => trackControl.setColor(id, color as TrackColor)}
      />
      <MenuItem
        icon={<ArrowUp aria-hidden />}
        disabled={index <= 0}
        onSelect={() => trackControl.move(id, index - 1)}
      >
        Move up
      </MenuItem>
      <MenuItem
        icon={<ArrowDown aria-hidden />}
        disabled={index >= count - 1}
        onSelect={() => trackControl.move(id, index + 1)}
      >
        Move down
      </MenuItem>
      <MenuItem icon={<CopyPlus aria-hidden />} onSelect={() => trackControl.duplicate(id)}>
        Duplicate
      </MenuItem>
      {onSeparate && (
        <MenuItem icon={<Split aria-hidden />} onSelect={onSeparate}>
          Separate into stems
        </MenuItem>
      )}
      <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={remove}>
        Remove
      </MenuItem>
    </Menu>
  );
}
