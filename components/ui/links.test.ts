// Links in what people write.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitLinks } from './links';

const hrefs = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);

it('links http and https, and nothing else', () => {
  expect(hrefs('See https://example.org/a?b=c#d, (http://x.test) and HTTPS://Y.test!')).toEqual([
    'https://example.org/a?b=c#d',
    'http://x.test/',
    'https://y.test/',
  ]);
  expect(hrefs('javascript:alert(1) data:text/html,x //x.test ftp://x.test www.x.test http://')).toEqual([]);
  expect(hrefs('<a href="https://x.test">y</a>')).toEqual(['https://x.test/']);
});

it('loses nothing of the text', () => {
  const piece = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('http://', ' ', '.', 'https://a.b).'));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = splitLinks(text);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const { href } of parts) if (href) expect(href).toMatch(/^https?:\/\//);
    }),
  );
});
