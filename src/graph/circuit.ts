/** What a network knows of the expressions that it was read from: names, words and places, for those who draw it as a circuit of gates. */
import type { NodeIndex } from './network';

/** A network that was written as expressions. Every number in it is a scalar. */
export interface Circuit {
  /** In the order of the source; later ones may use earlier ones. The loss of the network is one of them. */
  readonly outputs: readonly CircuitOutput[];
  /** The variables in the order in which they are first used. */
  readonly variables: readonly CircuitVariable[];
  /** What each gate says in the source: q, or x + y. */
  readonly texts: readonly GateText[];
}

/** One expression with its name. */
export interface CircuitOutput {
  readonly name: string;
  /** The expression as it is written. */
  readonly text: string;
  readonly node: NodeIndex;
}

/** A variable of the expressions: a trainable scalar parameter. */
export interface CircuitVariable {
  readonly name: string;
  readonly node: NodeIndex;
  /** Whether nobody gave it a value. */
  readonly assumed: boolean;
}

/** The stretch of source that one gate computes. */
export interface GateText {
  readonly node: NodeIndex;
  readonly text: string;
}
