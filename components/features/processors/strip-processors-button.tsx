// The buttons that open the processors of a strip and of the master, with what is in use there.
'use client';
import { useStrip } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { MASTER_ID } from '@/contract/stems';
import type { Track } from '@/document/tracks';
import { masterInUse, stripInUse } from './in-use';
import { ProcessorsButton } from './processors-button';

export function StripProcessorsButton({ track: { id, name } }: { readonly track: Track }) {
  return <ProcessorsButton entity={id} owner={name} inUse={stripInUse(useStrip(id))} />;
}

export function MasterProcessorsButton() {
  const master = useSelected(useStudio().session.control.localMix, (mix) => mix.master);
  return <ProcessorsButton entity={MASTER_ID} owner="Master" inUse={masterInUse(master)} />;
}
