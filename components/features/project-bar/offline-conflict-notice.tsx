// After a time offline: which controls have another user's value instead of this user's, and a way to restore
// theirs.
'use client';
import type { OfflineConflict, OfflineConflicts } from '@/components/collaboration/offline-conflicts';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { SONG_ID } from '@/contract/stems';
import { capitalised, fieldCaption } from '@/document/field-captions';
import type { FieldValue } from '@/document/fields';
import { defaultValue } from '@/document/mix-fields';
import { valueText } from '@/document/value-text';
import styles from './connection-notice.module.css';

/** More than this many are counted, not listed. */
const MAX_LISTED = 3;

function textOf(field: string, value: FieldValue): string {
  const caption = fieldCaption(field);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return caption ? valueText(caption.unit, value) : String(value);
}

/** "Bass pan: L 25 is now R 15" */
function describeConflict({ entity, field, mine, theirs }: OfflineConflict): string {
  const owner = entity === SONG_ID ? 'Song' : capitalised(entity);
  const caption = fieldCaption(field);
  const name = [owner, caption?.part, caption?.label ?? field].filter(Boolean).join(' ');
  return `${name}: ${textOf(field, mine)} is now ${textOf(field, theirs ?? defaultValue(entity, field))}`;
}

export function OfflineConflictNotice({ conflicts }: { readonly conflicts: OfflineConflicts }) {
  const found = useSelected(conflicts.found, (all) => all);
  if (found.length === 0) return null;
  const listed = found.slice(0, MAX_LISTED).map(describeConflict).join('; ');
  const more = found.length > MAX_LISTED ? `; and ${found.length - MAX_LISTED} more` : '';
  return (
    <div className={styles.place}>
      <Notice
        tone="warn"
        action={
          <>
            <Button small onClick={() => conflicts.restoreMine()}>
              Use mine
            </Button>
            <Button kind="quiet" small onClick={() => conflicts.dismiss()}>
              Keep theirs
            </Button>
          </>
        }
      >
        While you were offline somebody else changed the same controls. {listed}
        {more}.
      </Notice>
    </div>
  );
}
