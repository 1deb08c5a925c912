/** Network files in random layouts, and what an intent means for their content: an own small model of it, without texts. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Document, isCollection, isPair, isScalar, Scalar, visit } from 'yaml';
import type { Intent, Plain, TextEdit } from '../../../src/readers/reader';
import { editSource } from '../../../src/readers/table';

/** Content of a file as plain data. */
export type Content = Record<string, Plain>;

/** How a text is laid out. */
export interface Layout {
  readonly format: 'yaml' | 'json';
  readonly indent: number;
  readonly crlf: boolean;
  readonly mark: boolean;
  readonly indentSeq: boolean;
  /** Decides each collection, quote and comment in turn. */
  readonly choices: readonly number[];
}

/** Any layout. */
export const anyLayout: fc.Arbitrary<Layout> = fc.record({
  format: fc.constantFrom('yaml', 'yaml', 'yaml', 'json'),
  indent: fc.integer({ min: 0, max: 6 }),
  crlf: fc.boolean(),
  mark: fc.boolean(),
  indentSeq: fc.boolean(),
  choices: fc.array(fc.nat(99), { minLength: 5, maxLength: 40 }),
});

/** The content in a layout. */
export function laidOut(content: Content, layout: Layout): string {
  const { format, indent, crlf, mark } = layout;
  const plain =
    format === 'json'
      ? JSON.stringify(content, null, indent === 5 ? '\t' : indent)
      : yamlText(content, layout);
  return (mark ? '\uFEFF' : '') + (crlf ? plain.replaceAll('\n', '\r\n') : plain);
}

function yamlText(content: Content, { indent, indentSeq, choices }: Layout): string {
  let turn = 0;
  const draw = (): number => choices[turn++ % choices.length] ?? 0;
  const document = new Document(content, { aliasDuplicateObjects: false });
  let depth = 0;
  const comment = (): string => ` c${turn}`;
  visit(document, {
    Node: (key, node) => {
      const choice = draw();
      if (isCollection(node)) {
        depth += 1;
        // The file itself stays in block style most of the time, since that is how files look.
        node.flow = choice < (depth === 1 ? 5 : 30);
        node.spaceBefore = choice === 99;
      }
      if (isScalar(node) && typeof node.value === 'string') {
        const types = [Scalar.PLAIN, Scalar.QUOTE_DOUBLE, Scalar.QUOTE_SINGLE] as const;
        node.type = types[choice % 7] ?? Scalar.PLAIN;
      }
      if (key !== 'key' && isScalar(node) && draw() < 20) node.comment = comment();
    },
    Pair: (_, pair) => {
      if (isPair(pair) && isScalar(pair.key) && draw() < 10) pair.key.commentBefore = comment();
    },
  });
  const text = document.toString({ indent: Math.max(2, indent), indentSeq, lineWidth: 60 });
  // A group of one field needs no braces in brackets.
  return draw() < 50
    ? text
    : text.replaceAll(/(?<=[[,] )\{ (linear|dropout|leaky-relu): ([\d.]+) \}/g, '$1: $2');
}

/** A text with edits made. */
function edited(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  const offset = ({ line, column }: TextEdit['span']['start']): number => (starts[line] ?? NaN) + column;
  return [...edits]
    .reverse()
    .reduce(
      (all, { span, text: added }) => all.slice(0, offset(span.start)) + added + all.slice(offset(span.end)),
      text,
    );
}

/** A text after edits that must be possible. */
export function afterEdit(text: string, intents: readonly Intent[], name = 'a.network.yaml'): string {
  const edits = editSource({ path: name, text }, 0, intents);
  if (typeof edits === 'string') assert.fail(`${edits}\n${text}`);
  return edited(text, edits);
}

/** Why edits are refused, as they must be. */
export function refusal(text: string, intents: readonly Intent[], name = 'a.network.yaml'): string {
  const edits = editSource({ path: name, text }, 0, intents);
  return typeof edits === 'string' ? edits : assert.fail(edited(text, edits));
}

/** Where each layer of the network stands in the content, blocks written out. */
export function layersOf(content: Content): readonly (readonly (string | number)[])[] {
  const all = (list: readonly Plain[], path: readonly (string | number)[]): (string | number)[][] =>
    list.flatMap((item, index) => {
      const here = [...path, index];
      const block = item as { repeat?: number; layers?: Plain[] }; // as these tests write blocks
      if (typeof block.repeat !== 'number') return [here]; // texts have a method of this name
      return Array.from({ length: block.repeat }, () => all(block.layers ?? [], [...here, 'layers'])).flat();
    });
  return all(content['layers'] as Plain[], ['layers']); // as above
}

/** What the content is once an intent is done. */
export function done(content: Content, intent: Intent): Content {
  const copy = structuredClone(content);
  switch (intent.kind) {
    case 'set-directive':
      return copy;
    case 'set-loss':
      return { ...copy, loss: intent.to };
    case 'set-training':
      return { ...copy, train: withField(copy['train'], intent.field, intent.to) };
    case 'set-data':
      return { ...copy, data: withField(copy['data'], intent.field, intent.to) };
    case 'set-variable':
      return { ...copy, at: withField(copy['at'], intent.variable, intent.to) };
    case 'ignore':
      // A comment, in YAML.
      return copy;
    case 'initialise':
    case 'activate':
    case 'insert':
    case 'remove':
    case 'set-option': {
      const layers = layersOf(copy);
      const paths = new Map(intent.layers.map((layer) => [String(layers[layer]), layers[layer] ?? []]));
      // From the end, so that what comes and goes moves nothing that is still to be changed.
      const inOrder = [...paths.values()].sort((a, b) => Number(b.at(-1)) - Number(a.at(-1)));
      for (const path of inOrder) change(listAt(copy, path.slice(0, -1)), Number(path.at(-1)), intent);
      return copy;
    }
  }
}

type OfLayers = Extract<Intent, { layers: readonly number[] }>;

function listAt(content: Content, path: readonly (string | number)[]): Plain[] {
  let at: Plain = content;
  for (const step of path) at = (at as Record<string | number, Plain>)[step] ?? null; // paths of layersOf exist
  return at as Plain[]; // and end in lists
}

function change(list: Plain[], index: number, intent: OfLayers): void {
  const item = list[index] ?? null;
  switch (intent.kind) {
    case 'insert':
      list.splice(index + (intent.side === 'after' ? 1 : 0), 0, intent.layer);
      return;
    case 'remove':
      list.splice(index, 1);
      return;
    case 'activate':
      list[index] = activated(item, intent.to);
      return;
    case 'initialise':
      list[index] = withField(withField(item, 'weights', null), 'init', intent.to);
      return;
    case 'set-option':
      list[index] = withField(item, intent.option === 'units' ? 'linear' : intent.option, intent.to);
  }
}

function activated(item: Plain, to: Plain): Plain {
  if (typeof item === 'string') return to;
  const { id, ignore } = item as Content; // layers of these tests are words or groups
  const common = { ...(id !== undefined && { id }), ...(ignore !== undefined && { ignore }) };
  if (Object.keys(common).length === 0) return to;
  return typeof to === 'string' ? { [to]: null, ...common } : { ...(to as Content), ...common };
}

function withField(group: Plain | undefined, key: string, value: Plain): Content {
  const fields = Object.entries((group ?? {}) as Content).filter(([name]) => name !== key); // groups only come here
  return Object.fromEntries(value === null ? fields : [...fields, [key, value]]);
}
