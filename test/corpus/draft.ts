/** A network file as plain data that mutations change, and the way back to a text in which every changed thing can be found again. */
import { parse, parseDocument, stringify } from 'yaml';
import type { Span } from '../../src/base/span';

/** A layer: its first key is its word, whose value is the main argument; further keys are options. */
export type Layer = Record<string, unknown>;

/** The fields of a network file; layers without an argument hold null at their word. */
export interface Draft {
  input: number[];
  layers: Layer[];
  loss: string;
  batch?: number;
  data?: Record<string, unknown>;
  train?: Record<string, unknown>;
}

/** A part of a draft that a finding may point at. */
export type Part = Layer | 'train' | 'data' | 'loss' | 'network';

/** A layer with the list that it stands in. */
export interface Standing {
  readonly layer: Layer;
  readonly list: Layer[];
}

/** Reads a network file of the corpus, which is known to be one. */
export function draftOf(text: string): Draft {
  const draft = parse(text) as Draft; // the originals of this folder, which the reader is tested to take
  draft.layers = spelledOut(draft.layers);
  return draft;
}

function spelledOut(layers: readonly (Layer | string)[]): Layer[] {
  return layers.map((item) => {
    if (typeof item === 'string') return { [item]: null };
    // The key `layers` of a block holds such a list again.
    return 'repeat' in item ? { ...item, layers: spelledOut(item['layers'] as Layer[]) } : item;
  });
}

/** The word of a layer: linear, relu, repeat. */
export function wordOf(layer: Layer): string {
  return Object.keys(layer)[0] ?? '';
}

/** The layers in the order of running, those of a block once. */
export function everyLayer({ layers }: Pick<Draft, 'layers'>): readonly Standing[] {
  return layers.flatMap((layer) =>
    wordOf(layer) === 'repeat' ? everyLayer({ layers: bodyOf(layer) }) : [{ layer, list: layers }],
  );
}

/** The layers of a block. */
export function bodyOf(layer: Layer): Layer[] {
  return layer['layers'] as Layer[]; // what `spelledOut` made of it
}

/** Puts another activation or layer in the place of one; an id stays. */
export function exchange({ layer, list }: Standing, next: Layer): Layer {
  const made = 'id' in layer ? { ...next, id: layer['id'] } : next;
  list.splice(list.indexOf(layer), 1, made);
  return made;
}

/** Adds a layer right before or behind one. */
export function beside({ layer, list }: Standing, side: 'before' | 'behind', next: Layer): Layer {
  list.splice(list.indexOf(layer) + (side === 'before' ? 0 : 1), 0, next);
  return next;
}

/** Takes a layer out. */
export function takeOut({ layer, list }: Standing): void {
  list.splice(list.indexOf(layer), 1);
}

/** A text and where in it the parts of its draft stand. */
export interface Written {
  readonly text: string;
  /** Whether a place of the text lies in one of the parts; the whole network is no place. */
  within(parts: readonly Part[], span: Span): boolean;
}

/** Writes a draft as a network file. */
export function written(draft: Draft): Written {
  // No aliases where one initialisation was given to many layers.
  const text = stringify(draft, { aliasDuplicateObjects: false, lineWidth: 0 });
  const document = parseDocument(text);
  const lines = new Map<Part, readonly [first: number, last: number]>();
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  const remember = (part: Part, path: readonly (string | number)[]): void => {
    const node = document.getIn(path, true);
    const range = (node as { range?: readonly [number, number, number] } | undefined)?.range; // nodes of a parsed text have one
    if (range) lines.set(part, [lineOf(range[0]), lineOf(Math.max(range[0], range[1] - 1))]);
  };
  for (const part of ['train', 'data', 'loss'] as const) remember(part, [part]);
  const visit = (layers: readonly Layer[], path: readonly (string | number)[]): void =>
    layers.forEach((layer, index) => {
      const own = [...path, 'layers', index];
      if (wordOf(layer) === 'repeat') visit(bodyOf(layer), own);
      else remember(layer, own);
    });
  visit(draft.layers, []);
  return {
    text,
    within: (parts, { start: { line } }) =>
      parts.some((part) => {
        const [first, last] = lines.get(part) ?? [Infinity, -Infinity];
        return first <= line && line <= last;
      }),
  };
}
