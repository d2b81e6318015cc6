// /api/v1/mix/{id}: how far an export is, its link once it is there; calling it off.
import { cancelMix, getMix } from '@/contract/http/mixes';
import { serve } from '@/server/api/serve';
import { describeMix, removeMix } from '@/server/mixes/mixes';

export const GET = serve(getMix, ({ mix }) => describeMix(mix));

export const DELETE = serve(cancelMix, ({ user, role, mix }) => removeMix(user, role, mix));
