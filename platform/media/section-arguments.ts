// The arguments with which FFmpeg reads the audio of one section of a file, and nothing else.
import type { AudioSection } from './opened-audio';

/** Filters, codec and output follow. */
export const sectionArguments = (section: AudioSection, verbosity: 'error' | 'level+info'): string[] => [
  '-hide_banner',
  '-nostats',
  '-nostdin',
  '-v',
  verbosity,
  '-threads',
  '1',
  ...section.input,
  '-map',
  '0:a:0',
];
