// Notifies listeners in this process that a decoded file is damaged, whichever module decoded it.
import { channel } from 'node:diagnostics_channel';
import { type Damage, damageNote } from './damage';

export interface DamagedFile {
  readonly path: string;
  /** A message for users. */
  readonly note: string;
}

const damagedFiles = channel('isomix.damaged-files');

/** Publishes a file that has been decoded to its end, where it is damaged. */
export function publishDamage(path: string, damage: Damage): void {
  const note = damageNote(damage);
  if (note !== null) publishDamagedFile({ path, note });
}

/** Publishes a damaged file that another process has decoded. */
export const publishDamagedFile = (file: DamagedFile): void => damagedFiles.publish(file);

/** Calls `listener` for every damaged file from now on, once each. */
export function onDamagedFile(listener: (file: DamagedFile) => void): void {
  const seen = new Set<string>();
  damagedFiles.subscribe((message) => {
    const file = message as DamagedFile;
    if (seen.has(file.path)) return;
    seen.add(file.path);
    listener(file);
  });
}
