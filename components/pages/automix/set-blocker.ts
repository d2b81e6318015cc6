// Why the set of a tracklist cannot be rendered.
import type { ExportRules } from '@/components/features/export/export-rules';
import type { TracklistState } from '@/document/tracklist-schema';

/** Why no set can be made of the list yet, in one sentence. */
export function blockerOf(
  { tracks, options: { format } }: TracklistState,
  formats: ExportRules['formats'],
  isUploading: boolean,
): string | null {
  if (tracks.length < 2 && isUploading) {
    return 'A set needs at least two tracks; wait until the upload has finished.';
  }
  if (tracks.length < 2) return 'A set needs at least two tracks.';
  return formats.includes(format)
    ? null
    : `Your plan does not render ${format.toUpperCase()}; choose another file.`;
}
