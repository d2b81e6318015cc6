// Pages of long lists: what their address may say, and reading it.
import { z } from 'zod';
import { assertStorable } from './clean-text';

const PAGE = 50;
const LARGEST_PAGE = 200;

/** The query of a paged list: `before` continues where the last page ended. */
export const pageQuery = <Cursor extends z.ZodType>(cursor: Cursor) =>
  z.object({
    before: cursor.optional(),
    limit: z.coerce
      .number('The limit is a number.')
      .int('The limit is a whole number.')
      .min(1, 'A page holds one entry at least.')
      .max(LARGEST_PAGE, `A page holds at most ${LARGEST_PAGE} entries.`)
      .default(PAGE),
  });

/** Reads the query of a request. @throws ValidationError for what is no text, z.ZodError when it does not fit */
export function readQuery<Shape extends z.ZodObject>(request: Request, shape: Shape): z.output<Shape> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  assertStorable(query);
  return shape.parse(query);
}
