/** Layers as a network file states them, before blocks are repeated and shapes are known. */
import type { Span } from '../../../base/span';
import type { NetworkBuilder } from '../../../graph/builder';
import type { LayerIndex, Value } from '../../../graph/network';
import type { Placed } from '../fields';
import type { Report } from '../report';
import type { WeightFiles } from '../weightFiles';
import type { Range } from '../written';

/** What a layer is given when it is added to the network. */
export interface LayerContext {
  readonly builder: NetworkBuilder;
  readonly report: Report;
  /** Where first values can come from. */
  readonly weightFiles: WeightFiles;
  readonly layer: LayerIndex;
  /** What it takes: the previous layer's output, or what `from` names. At least one. */
  readonly args: readonly [Value, ...Value[]];
  /** Finds what an option names; undefined when there is no such layer, which has then been reported. */
  readonly find: (name: string, range: Range) => Value | undefined;
  readonly range: Range;
  readonly span: Span;
}

/** What is to be done for one item of a list of layers. */
export type Plan =
  | {
      readonly kind: 'layer';
      /** Whether it can take several values. */
      readonly joins: boolean;
      /** It takes indices below this number; absent: it takes floats. */
      readonly tokens?: number;
      add(context: LayerContext): Value;
    }
  | { readonly kind: 'repeat'; readonly times: number; readonly body: readonly Statement[] }
  /** Something that cannot be computed; the reason is one plain sentence. */
  | { readonly kind: 'opaque'; readonly reason: string };

/** One item of a list of layers. */
export interface Statement {
  /** The layer's word in the source. */
  readonly word: string;
  readonly plan: Plan;
  readonly id: Placed<string> | undefined;
  readonly from: Placed<readonly { readonly value: string; readonly range: Range }[]> | undefined;
  readonly ignore: readonly string[];
  readonly range: Range;
}

/** A layer of one input. */
export function unary(add: (context: LayerContext) => Value): Plan {
  return { kind: 'layer', joins: false, add };
}

/** A layer of one input that holds indices below `tokens`. */
export function ofIndices(tokens: number, add: (context: LayerContext) => Value): Plan {
  return { kind: 'layer', joins: false, tokens, add };
}

/** A layer of any number of inputs. */
export function joining(add: (context: LayerContext) => Value): Plan {
  return { kind: 'layer', joins: true, add };
}
