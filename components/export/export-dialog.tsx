// The dialog that turns the mix into a file.
'use client';
import type { JobEvent } from '@/document/wire/events';
import type { ExportFormat } from '../api/mixes';
import { Dialog } from '../shell/dialog';
import { Notice } from '../shell/notice';
import { useStudio } from '../studio/studio-context';
import { ExportForm } from './export-form';
import { ExportList } from './export-list';
import { useExports } from './use-exports';

interface ExportDialogProps {
  readonly formats: readonly ExportFormat[];
  readonly bitDepths: readonly (16 | 24)[];
  /** The newest live event of a render of this project. */
  readonly renderEvent: JobEvent | null;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ExportDialog({ formats, bitDepths, renderEvent, open, onClose }: ExportDialogProps) {
  const { projectId } = useStudio().session;
  const { mixes, error, reload } = useExports(projectId, renderEvent, open);
  return (
    <Dialog title="Export the mix" open={open} onClose={onClose} wide>
      <ExportForm formats={formats} bitDepths={bitDepths} onRequested={reload} />
      {error && <Notice tone="danger">{error}</Notice>}
      {mixes && <ExportList mixes={mixes} onChanged={reload} />}
    </Dialog>
  );
}
