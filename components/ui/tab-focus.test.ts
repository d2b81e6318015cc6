// What counts as reached with the Tab key, and until when.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isFocusFromTab, isTabbing, watchTabFocus } from './tab-focus';

const page = new EventTarget();
let stop: () => void;

const press = (key: string) => page.dispatchEvent(Object.assign(new Event('keydown'), { key }));
const click = () => page.dispatchEvent(new Event('pointerdown'));

beforeEach(() => {
  vi.stubGlobal('window', page);
  stop = watchTabFocus();
  click();
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

test('Tab, pressed last, brings the focus', () => {
  press('Tab');
  expect([isTabbing(), isFocusFromTab()]).toEqual([true, true]);
});

test('another key after Tab leaves the focus where Tab put it, and brings none itself', () => {
  press('Tab');
  press('Enter');
  expect([isTabbing(), isFocusFromTab()]).toEqual([false, true]);
});

test('Shift and Tab count as Tab', () => {
  press('Shift');
  press('Tab');
  expect(isTabbing()).toBe(true);
});

test('a click after Tab takes the focus from it', () => {
  press('Tab');
  click();
  expect([isTabbing(), isFocusFromTab()]).toEqual([false, false]);
});
