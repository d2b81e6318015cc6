// What can be done with a track or a group: its name, its colour, its place, a copy of it, and its removal.
'use client';
import {
  ArrowDown,
  ArrowUp,
  CopyPlus,
  FolderInput,
  FolderOutput,
  FolderPlus,
  Pencil,
  Split,
  Trash2,
} from 'lucide-react';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { Menu, MenuItem, MenuSwatches } from '@/components/ui/menu';
import { useSelected } from '@/components/ui/store';
import { showToast } from '@/components/ui/toast';
import { TRACK_COLORS, type TrackColor } from '@/contract/track-colors';
import { placeAfterStep } from '@/document/track-order';
import type { Track } from '@/document/tracks';

const SWATCHES = TRACK_COLORS.map((color) => ({
  value: color,
  label: `${color.charAt(0).toUpperCase()}${color.slice(1)}`,
  color: trackColor(color),
}));

/** The ways of a track into groups and out of its own. */
function GroupItems({ track, all }: { readonly track: Track; readonly all: readonly Track[] }) {
  const { trackControl } = useStudio().session;
  const { id, group } = track;
  const groups = all.filter((each) => each.kind === 'group');
  const own = groups.find((each) => each.id === group);
  return (
    <>
      {!own && (
        <MenuItem icon={<FolderPlus aria-hidden />} onSelect={() => trackControl.group(id)}>
          Make a group
        </MenuItem>
      )}
      {groups
        .filter((each) => each !== own)
        .map((each) => (
          <MenuItem
            key={each.id}
            icon={<FolderInput aria-hidden />}
            onSelect={() => trackControl.setGroup(id, each.id)}
          >
            {`Move to ${each.name}`}
          </MenuItem>
        ))}
      {own && (
        <MenuItem icon={<FolderOutput aria-hidden />} onSelect={() => trackControl.setGroup(id, null)}>
          {`Take out of ${own.name}`}
        </MenuItem>
      )}
    </>
  );
}

interface TrackMenuProps {
  readonly track: Track;
  readonly onRename: () => void;
  /** Takes it apart into stems; null where that is not possible. */
  readonly onSeparate: (() => void) | null;
}

export function TrackMenu({ track, onRename, onSeparate }: TrackMenuProps) {
  const { session, canEdit } = useStudio();
  const { tracks, trackControl } = session;
  const { id, name, kind } = track;
  const all = useSelected(tracks.all, (each) => each);
  const canStep = (step: -1 | 1): boolean => all.includes(track) && placeAfterStep(all, track, step) !== null;
  if (!canEdit) return null;
  const remove = () => {
    trackControl.remove(id);
    showToast(`${name} was removed${kind === 'group' ? '; its tracks stay' : ''}. Undo brings it back.`);
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
        disabled={!canStep(-1)}
        onSelect={() => trackControl.step(id, -1)}
      >
        Move up
      </MenuItem>
      <MenuItem
        icon={<ArrowDown aria-hidden />}
        disabled={!canStep(1)}
        onSelect={() => trackControl.step(id, 1)}
      >
        Move down
      </MenuItem>
      {kind === 'track' && <GroupItems track={track} all={all} />}
      <MenuItem icon={<CopyPlus aria-hidden />} onSelect={() => trackControl.duplicate(id)}>
        Duplicate
      </MenuItem>
      {onSeparate && (
        <MenuItem icon={<Split aria-hidden />} onSelect={onSeparate}>
          Separate into stems
        </MenuItem>
      )}
      <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={remove}>
        {kind === 'group' ? 'Remove the group' : 'Remove'}
      </MenuItem>
    </Menu>
  );
}
