// POST /api/v1/projects/{id}/stems/{stem}/restyle: tries again to play a stem with its style sound.
import { retryRestyle } from '@/contract/http/library';
import { serve } from '@/server/api/serve';
import { reconcileRestyles } from '@/server/styles/reconcile-restyles';

export const POST = serve(retryRestyle, ({ params: { id, stem } }) => reconcileRestyles(id, { retry: stem }));
