// Dropped files: which drags are guarded against, and what is said where nothing takes them.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDropTarget, carriesFiles, dropRefusal } from './file-drops';

class FakeElement {
  constructor(readonly isFileField: boolean) {}

  closest(): FakeElement | null {
    return this.isFileField ? this : null;
  }
}

beforeEach(() => void vi.stubGlobal('Element', FakeElement));
afterEach(() => void vi.unstubAllGlobals());

const drag = (types: readonly string[], isFileField = false) =>
  ({ dataTransfer: { types }, target: new FakeElement(isFileField) }) as unknown as DragEvent;

describe('a drag', () => {
  it('is guarded against where it carries files, and left alone where it carries text', () => {
    expect(carriesFiles(drag(['Files']))).toBe(true);
    expect(carriesFiles(drag(['text/plain']))).toBe(false);
    expect(carriesFiles({ dataTransfer: null, target: null })).toBe(false);
  });

  it('is left alone over a native file field', () => {
    expect(carriesFiles(drag(['Files'], true))).toBe(false);
  });
});

describe('dropped files', () => {
  it('report where they can be dropped on pages without a target', () => {
    for (const path of ['/projects/abc', '/settings', '/about', '/nowhere', '/library']) {
      expect(dropRefusal(path)).toMatch(/Drop songs on the home page/);
    }
    for (const path of ['/', '/sign-in', '/sign-up', '/invite/abc']) {
      expect(dropRefusal(path)).toMatch(/^Files cannot be added here. Sign in first/);
    }
  });

  it('need no message where a target accepts them, and report its reason where it does not', () => {
    const removeBusy = addDropTarget({ refusal: 'Busy.' });
    expect(dropRefusal('/')).toBe('Busy.');
    const removeOpen = addDropTarget({ refusal: null });
    expect(dropRefusal('/')).toBeNull();
    removeOpen();
    removeBusy();
    expect(dropRefusal('/about')).toMatch(/home page/);
  });
});
