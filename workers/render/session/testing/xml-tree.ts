// Reads the XML of the tests into a tree, and checks it against what the schema of DAWproject asks for.
import { expect } from 'vitest';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescaped = (text: string): string =>
  text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');

/** @throws Error when an element is not closed, or another one is */
export function parseXml(document: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [, text = '', end, name = '', written = '', alone] of document
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .matchAll(/([^<]*)<(\/?)([A-Za-z]+)((?:\s+\w+="[^"<]*")*)(\/?)>/g)) {
    const parent = open.at(-1) ?? root;
    parent.text += unescaped(text);
    if (end) {
      if (open.pop()?.name !== name) throw new Error(`${name} is closed, but not open.`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, unescaped(value)]),
    );
    const child: XmlElement = { name, attributes, children: [], text: '' };
    parent.children.push(child);
    if (!alone) open.push(child);
  }
  const [document_] = root.children;
  if (open.length !== 1 || !document_) throw new Error('An element is not closed.');
  return document_;
}

export const all = (root: XmlElement, name: string): XmlElement[] =>
  root.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

/** The order of the elements in those that have a fixed one. */
const SEQUENCES: Readonly<Record<string, readonly string[]>> = {
  Project: ['Application', 'Transport', 'Structure', 'Arrangement', 'Scenes'],
  Transport: ['Tempo', 'TimeSignature'],
  Channel: ['Devices', 'Mute', 'Pan', 'Sends', 'Volume'],
  Arrangement: ['Lanes', 'Markers', 'TempoAutomation', 'TimeSignatureAutomation'],
};
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  Structure: ['Track'],
  Track: ['Channel', 'Track'],
  Lanes: ['Lanes', 'Clips', 'Points'],
  Clips: ['Clip'],
  Clip: ['Audio'],
  Audio: ['File'],
  Markers: ['Marker'],
  Points: ['Target', 'RealPoint'],
  TempoAutomation: ['Target', 'RealPoint'],
  TimeSignatureAutomation: ['Target', 'TimeSignaturePoint'],
};
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Project: ['version'],
  Application: ['name', 'version'],
  Tempo: ['unit'],
  Pan: ['unit'],
  Volume: ['unit'],
  TimeSignature: ['numerator', 'denominator'],
  Clip: ['time'],
  Audio: ['channels', 'sampleRate', 'duration'],
  File: ['path'],
  Marker: ['time'],
  RealPoint: ['time', 'value'],
  TimeSignaturePoint: ['time', 'numerator', 'denominator'],
};

/** Expects the structure, the required attributes and the references that the schema asks of a project. */
export function expectProject(root: XmlElement): void {
  const ids = new Set<string>();
  const references: string[] = [];
  const visit = ({ name, attributes, children }: XmlElement) => {
    const order = SEQUENCES[name];
    const places = children.map((child) => (order ?? CHILDREN[name] ?? []).indexOf(child.name));
    expect(places, name).not.toContain(-1);
    if (order) expect(places, name).toEqual([...new Set(places)].sort((a, b) => a - b));
    for (const key of REQUIRED[name] ?? []) expect(attributes, `${name} ${key}`).toHaveProperty([key]);
    const { id, track, destination, parameter } = attributes;
    if (id !== undefined) {
      expect(ids.has(id), id).toBe(false);
      expect(id).toMatch(/^[A-Za-z_][\w.-]*$/);
      ids.add(id);
    }
    references.push(...[track, destination, parameter].filter((each) => each !== undefined));
    for (const child of children) visit(child);
  };
  visit(root);
  for (const reference of references) expect(ids).toContain(reference);
}
