// What the kinds of transitions are called.
import type { TRANSITION_TEMPLATES } from '@/audio/automix/types';

export const TEMPLATE_WORDS: Readonly<Record<(typeof TRANSITION_TEMPLATES)[number], string>> = {
  blend: 'Blend',
  'bass-swap': 'Bass swap',
  'vocal-handover': 'Vocal hand-over',
  'drum-bridge': 'Drum bridge',
  'echo-out': 'Echo out',
  cut: 'Cut',
};
