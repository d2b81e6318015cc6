// /api/v1/automix/{id}: how far a set is, its link once it is there; calling it off and removing it.
import * as operations from '@/contract/http/sets';
import { serve } from '@/server/api/serve';
import { describeSet, removeSet } from '@/server/automix/sets';

export const GET = serve(operations.getSet, ({ set }) => describeSet(set));

export const DELETE = serve(operations.removeSet, ({ user, role, set }) => removeSet(user, role, set));
