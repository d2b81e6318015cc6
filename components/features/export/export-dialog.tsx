// The dialog that turns the mix into a file.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { ExportForm } from './export-form';
import { ExportList } from './export-list';
import type { ExportRules } from './export-rules';
import { useExports } from './use-exports';

interface ExportDialogProps {
  readonly rules: ExportRules;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ExportDialog({ rules, open, onClose }: ExportDialogProps) {
  const { projectId } = useStudio().session;
  const { mixes, error, reload } = useExports(projectId, open);
  return (
    <Dialog title="Export" open={open} onClose={onClose} wide>
      <ExportForm rules={rules} onRequested={reload} />
      {error && <Notice tone="danger">{error}</Notice>}
      {mixes && <ExportList mixes={mixes} onChanged={reload} />}
    </Dialog>
  );
}
