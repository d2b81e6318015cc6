// After a time offline: which controls hold somebody else's value instead of this person's, and the way to have them back.
'use client';
import type { OfflineConflict, OfflineConflicts } from '@/components/collaboration/offline-conflicts';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { SONG_ID } from '@/contract/stems';
import { capitalised, fieldWords } from '@/document/field-words';
import type { FieldValue } from '@/document/fields';
import { defaultValue } from '@/document/mix-fields';
import { valueText } from '@/document/value-words';
import styles from './connection-notice.module.css';

/** More than this many are counted, not listed. */
const MOST_LISTED = 3;

function textOf(field: string, value: FieldValue): string {
  const words = fieldWords(field);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return words ? valueText(words.unit, value) : String(value);
}

/** "Bass pan: L 25 is now R 15" */
function sentenceOf({ entity, field, mine, theirs }: OfflineConflict): string {
  const owner = entity === SONG_ID ? 'Song' : capitalised(entity);
  const words = fieldWords(field);
  const name = [owner, words?.part, words?.label ?? field].filter(Boolean).join(' ');
  return `${name}: ${textOf(field, mine)} is now ${textOf(field, theirs ?? defaultValue(entity, field))}`;
}

export function OfflineConflictNotice({ conflicts }: { readonly conflicts: OfflineConflicts }) {
  const found = useSelected(conflicts.found, (all) => all);
  if (found.length === 0) return null;
  const listed = found.slice(0, MOST_LISTED).map(sentenceOf).join('; ');
  const more = found.length > MOST_LISTED ? `; and ${found.length - MOST_LISTED} more` : '';
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
