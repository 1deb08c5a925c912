/** One edit of a small program, and ways to look at what becomes of it. */
import type { Network, OpNode } from '../../../../src/graph/network';
import type { Intent } from '../../../../src/readers/reader';

/** Layers of an intent by their names. */
type Named = { readonly [Key in keyof Intent]: Intent[Key] } & Record<string, unknown>;

/** One edit. */
export interface EditCase {
  readonly name: string;
  readonly text: string;
  readonly network?: string;
  readonly inputs?: readonly string[];
  /** Intents with names in the place of layers. */
  readonly intents: readonly (Record<string, unknown> & { readonly kind: Named['kind'] })[];
  readonly gone: readonly string[];
  readonly come: readonly string[];
  /** What the changed program is to be read as. */
  readonly then?: (network: Network) => unknown;
  readonly expected?: unknown;
}

/** The ops of a layer's kind along the network, without those of parameters. */
export function ops({ nodes }: Network): readonly string[] {
  return nodes.flatMap((node) => (node.kind === 'op' ? [node.call.op] : [])).slice(0, -1);
}

export function attribute(op: string, name: string): (network: Network) => unknown {
  return ({ nodes }) => {
    const node = nodes.find((each): each is OpNode => each.kind === 'op' && each.call.op === op);
    return (node?.call.attributes as Record<string, unknown> | undefined)?.[name]; // what it is, the case says
  };
}

/** How the weights or biases start, by their names. */
function starts({ nodes }: Network): Readonly<Record<string, string>> {
  return Object.fromEntries(
    nodes.flatMap((node) => (node.kind === 'parameter' ? [[node.name, node.initialisation.name]] : [])),
  );
}

export function startOf(...names: readonly string[]): (network: Network) => unknown {
  return (network) => names.map((name) => starts(network)[name]);
}
