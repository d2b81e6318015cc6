// Makes `instanceof` work across all copies of an error class: the web process bundles Next's routes apart from the
// host, and some bundles of routes apart from each other, so one class exists several times in one process.

type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Makes `instanceof` work between copies of a class. Call it in a static block of the class: `static {
 * matchCopies(this, 'NotFoundError'); }`. Subclasses without a block of their own are compared as usual.
 * @param name the same in all copies and unlike that of any other class; bundlers change the name of the
 * class itself
 */
export function matchCopies(own: ErrorClass, name: string): void {
  const mark = Symbol.for(`isomix error ${name}`);
  // On the prototype, so that errors of subclasses carry it too, and hidden, so that logs do not show it.
  Object.defineProperty(own.prototype, mark, { value: true });
  Object.defineProperty(own, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (this === own) return typeof value === 'object' && value !== null && mark in value;
      return Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
}
