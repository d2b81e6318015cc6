// The query of long lists, which are read page by page.
import { z } from 'zod';

const PAGE = 50;
const LARGEST_PAGE = 200;

/** The query of a paged list: `before` continues where the last page ended. */
export const pageQuery = <Cursor extends z.ZodType>(cursor: Cursor) =>
  z.object({
    before: cursor.optional(),
    limit: z.coerce
      .number('The limit is a number.')
      .int('The limit is a whole number.')
      .min(1, 'A page has at least one entry.')
      .max(LARGEST_PAGE, `A page has at most ${LARGEST_PAGE} entries.`)
      .default(PAGE),
  });
