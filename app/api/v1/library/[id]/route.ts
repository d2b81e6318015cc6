// /api/v1/library/{id}: a style sound with the map of its grains; removing it.
import * as operations from '@/contract/http/library';
import { serve } from '@/server/api/serve';
import { deleteSound } from '@/server/library/delete-sound';
import { describeDetail } from '@/server/library/describe-detail';

export const GET = serve(operations.getSound, ({ user, sound }) => describeDetail(sound, user.id));

export const DELETE = serve(operations.deleteSound, ({ sound }) => deleteSound(sound));
