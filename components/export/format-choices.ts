// The formats of an export, in words, and which plan opens them.
import type { ExportFormat } from '../api/mixes';

export interface FormatChoice {
  readonly format: ExportFormat;
  readonly title: string;
  readonly text: string;
}

export const FORMAT_CHOICES: readonly FormatChoice[] = [
  { format: 'mp3', title: 'MP3', text: 'Small, plays everywhere' },
  { format: 'wav', title: 'WAV', text: 'Uncompressed' },
  { format: 'flac', title: 'FLAC', text: 'Lossless, half the size' },
];

/** What a finished file is called in the list: `WAV, 24-bit`. */
export function formatTitle(format: ExportFormat, bitDepth: number | null | undefined): string {
  const title = format.toUpperCase();
  return format === 'mp3' || !bitDepth ? title : `${title}, ${bitDepth}-bit`;
}
