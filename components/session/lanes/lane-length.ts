// The length of the lanes, in components.
'use client';
import type { Samples } from '@/audio/units';
import { useSelected } from '../../ui/store';
import { useStudio } from '../studio-context';

/** The samples from one end of a lane to the other. */
export function useLaneLength(): Samples {
  return useSelected(useStudio().session.lanes.length, (length) => length);
}
