/** Calls of layers in functional models, as Keras 2 and Keras 3 write them, in one form. */
import { fieldOf, itemsIn, objectIn, textIn, type Json } from './json';

/** A tensor: an output of one call of a layer. */
export interface TensorAt {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** An argument of a call: a tensor, a structure of arguments, or a value. */
export type Argument =
  | { readonly kind: 'tensor'; readonly at: TensorAt }
  | { readonly kind: 'list'; readonly items: readonly Argument[] }
  | { readonly kind: 'dict'; readonly items: readonly (readonly [string, Argument])[] }
  | { readonly kind: 'value'; readonly value: Json };

/** One call of a layer. */
export interface InboundCall {
  readonly positional: readonly Argument[];
  readonly keywords: readonly (readonly [string, Argument])[];
}

/** All calls of a layer of a functional model, in the order in which others count them. */
export function inboundCalls(layer: Json): readonly InboundCall[] {
  return itemsIn(layer, 'inbound_nodes').map((node) =>
    node.kind === 'object' ? newerCall(node) : olderCall(node),
  );
}

/** Keras 3: {"args": […], "kwargs": {…}} with tensors as objects of their own. */
function newerCall(node: Json): InboundCall {
  const keywords = objectIn(node, 'kwargs')?.fields ?? new Map<string, Json>();
  return {
    positional: itemsIn(node, 'args').map(newerArgument),
    keywords: [...keywords].map(([name, value]) => [name, newerArgument(value)] as const),
  };
}

function newerArgument(value: Json): Argument {
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(newerArgument) };
  if (value.kind !== 'object') return { kind: 'value', value };
  const name = textIn(value, 'class_name');
  if (name === '__keras_tensor__') {
    const at = tensorAt(fieldOf(objectIn(value, 'config'), 'keras_history'));
    return at ? { kind: 'tensor', at } : { kind: 'value', value };
  }
  if (name !== undefined) return { kind: 'value', value };
  return { kind: 'dict', items: [...value.fields].map(([key, item]) => [key, newerArgument(item)] as const) };
}

/** Keras 2: a list of [layer, call, output, keywords]; ops of TensorFlow write the one quadruple without the list around it. */
function olderCall(node: Json): InboundCall {
  if (node.kind !== 'list') return { positional: [], keywords: [] };
  const quadruples = node.items[0]?.kind === 'text' ? [node] : node.items;
  const tensors = quadruples.map(olderArgument);
  const last = quadruples.at(-1);
  const given = last?.kind === 'list' ? last.items[3] : undefined;
  const keywords = given?.kind === 'object' ? [...given.fields] : [];
  const [first] = tensors;
  return {
    positional: first && tensors.length === 1 ? [first] : [{ kind: 'list', items: tensors }],
    keywords: keywords.map(([name, value]) => [name, olderKeyword(value)] as const),
  };
}

function olderArgument(value: Json): Argument {
  const at = tensorAt(value);
  if (at && at.layer !== '_CONSTANT_VALUE') return { kind: 'tensor', at };
  const constant = value.kind === 'list' ? value.items[2] : undefined;
  return { kind: 'value', value: constant ?? value };
}

/** Tensors among keywords are triples, in lists where there are several. */
function olderKeyword(value: Json): Argument {
  if (value.kind === 'list' && value.items[0]?.kind === 'text' && value.items.length >= 3)
    return olderArgument(value);
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(olderKeyword) };
  if (value.kind !== 'object' || fieldOf(value, 'class_name')) return { kind: 'value', value };
  return { kind: 'dict', items: [...value.fields].map(([key, item]) => [key, olderKeyword(item)] as const) };
}

/** [layer, call, output] with or without more behind it. */
export function tensorAt(value: Json | undefined): TensorAt | undefined {
  const [layer, call, output] = value?.kind === 'list' ? value.items : [];
  if (layer?.kind !== 'text' || call?.kind !== 'number' || output?.kind !== 'number') return undefined;
  return { layer: layer.text, call: call.value, output: output.value };
}

/** The inputs or outputs of a model: one tensor, a list or a dict of them. */
export function endsOf(value: Json | undefined): Argument {
  const at = tensorAt(value);
  if (at) return { kind: 'tensor', at };
  if (value?.kind === 'list') return { kind: 'list', items: value.items.map(endsOf) };
  if (value?.kind === 'object')
    return { kind: 'dict', items: [...value.fields].map(([key, item]) => [key, endsOf(item)] as const) };
  return { kind: 'list', items: [] };
}

/** Every tensor in an argument. */
export function tensorsOf(argument: Argument): readonly TensorAt[] {
  if (argument.kind === 'tensor') return [argument.at];
  if (argument.kind === 'list') return argument.items.flatMap(tensorsOf);
  return argument.kind === 'dict' ? argument.items.flatMap(([, item]) => tensorsOf(item)) : [];
}
