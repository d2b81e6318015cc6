// GET /api/v1/openapi.json: the description of this API.
import { z } from 'zod';
import { reply } from '@/server/http/json';
import { openApiDocument } from '@/server/openapi/document';
import { handle } from '@/server/problem';

const anyJson = z.record(z.string(), z.json());

export const GET = handle(async () => reply(anyJson, openApiDocument()));
