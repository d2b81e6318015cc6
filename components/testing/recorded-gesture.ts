// A control's gesture that records what is done with it.
import type { Gesture } from '@/components/ui/controls/gesture';

export interface RecordedGesture extends Gesture {
  /** `grab`, `release`, and the values in between, in the order of the calls. */
  readonly steps: readonly (number | 'grab' | 'release')[];
}

export function recordedGesture(): RecordedGesture {
  const steps: (number | 'grab' | 'release')[] = [];
  return {
    steps,
    grab: () => void steps.push('grab'),
    move: (value) => void steps.push(value),
    release: () => void steps.push('release'),
  };
}
