// What becomes of files that are dropped on a page: the drop targets that are mounted, and the answer without one.
import { Store } from '@/components/ui/store';

/** A part of the page that takes files dropped anywhere in the window. */
export interface DropTarget {
  /** Why it accepts none at the moment, in one sentence; null while it does. */
  readonly refusal: string | null;
}

/** The drop targets of the open page. */
const targets = new Store<readonly DropTarget[]>([]);

/** Adds a target; returns the way to remove it. */
export function addDropTarget(target: DropTarget): () => void {
  targets.set([...targets.get(), target]);
  return () => targets.set(targets.get().filter((each) => each !== target));
}

/** The pages that are shown to somebody who has not signed in; the front page has a target for everybody else. */
const SIGNED_OUT = /^\/(?:$|sign-in|sign-up|invite\/)/;

/**
 * What to say about files dropped on the open page: null when a target takes them.
 * @param path of the page, as in the address
 */
export function dropRefusal(path: string): string | null {
  const mounted = targets.get();
  if (mounted.some(({ refusal }) => refusal === null)) return null;
  const [busy] = mounted;
  if (busy) return busy.refusal;
  return SIGNED_OUT.test(path)
    ? 'Files cannot be added here. Sign in first, then drop songs on the home page.'
    : 'Files cannot be added on this page. Drop songs on the home page to make a project of each, your own tracks on a mixer, the songs of a DJ set on its page, and sounds on the Library page.';
}

/**
 * Whether a drag carries files from outside that the browser would open in place of the page. Text that is dragged
 * within fields is not, nor is a file over a native file field, which takes it itself.
 */
export function carriesFiles(event: Pick<DragEvent, 'dataTransfer' | 'target'>): boolean {
  if (!event.dataTransfer?.types.includes('Files')) return false;
  const { target } = event;
  return !(target instanceof Element && target.closest('input[type="file"]:enabled'));
}
