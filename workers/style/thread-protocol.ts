// What the style thread and the thread that started it say to each other.
import type { GrainLibrary } from '@/audio/style/grain';
import type { RestyleOutcome } from './style-tasks';

export type FromStyleThread =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'library'; readonly library: GrainLibrary }
  | { readonly type: 'restyled'; readonly outcome: RestyleOutcome }
  | { readonly type: 'failed'; readonly error: Error; readonly sentence: string | null };
