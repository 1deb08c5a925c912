/** What is found about a circuit: every gate with its value, its gradient, and how backprop comes through it. */
import type { Span } from '../../base/span';

/** A circuit at one point, differentiated by one of its expressions. All numbers are float64. */
export interface CircuitReport {
  /** The expressions in the order of the source; gradients are of the one at `chosen`. */
  readonly outputs: readonly CircuitExpression[];
  readonly chosen: number;
  /** Arguments stand before their users. */
  readonly nodes: readonly CircuitNode[];
  /** Groups of gates that can be drawn as one, whether or not they are. */
  readonly foldable: readonly Foldable[];
  /** The ids of those that are. */
  readonly folded: readonly string[];
}

/** One expression. */
export interface CircuitExpression {
  readonly name: string;
  /** As it is written, without its name. */
  readonly text: string;
  /** Index of the node that it ends in; null inside of a folded group. */
  readonly node: number | null;
}

/** Anything that gives a value. */
export type CircuitNode = CircuitInput | CircuitConstant | CircuitGate;

interface Valued {
  readonly name: string;
  readonly value: number;
  /** The derivative of the chosen expression by this value; null where it does not depend on it. */
  readonly gradient: number | null;
  /** Where a value is used more than once: how its gradient adds up, df/dx = 2 + 3 = 5. */
  readonly sum: string | null;
}

/** A variable. */
export interface CircuitInput extends Valued {
  readonly kind: 'input';
  /** Nobody gave it a value. */
  readonly assumed: boolean;
  readonly span: Span;
}

/** A number as it is written. */
export interface CircuitConstant extends Valued {
  readonly kind: 'constant';
}

/** What a gate does to the gradient that comes to it: hands it on to all, to the winner, times the others' values, or anything else. */
export type GateFamily = 'add' | 'max' | 'multiply' | 'other';

/** One gate, or a group of gates that is drawn as one. */
export interface CircuitGate extends Valued {
  readonly kind: 'gate';
  readonly op: string;
  readonly family: GateFamily;
  /** What stands on the gate: +, ×, max, exp. */
  readonly symbol: string;
  /** The stretch of source that it computes. */
  readonly text: string;
  readonly arguments: readonly CircuitArgument[];
  /** Its formula with names, then with numbers: f = q × z = 3 × (-4) = -12. */
  readonly forward: string;
  /** What its kind does to gradients, in one sentence. */
  readonly note: string;
  /** How many gates stand in it; 1 for one that is not folded. */
  readonly gates: number;
  readonly span: Span;
}

/** One wire into a gate. */
export interface CircuitArgument {
  /** Index of the node that it comes from. */
  readonly node: number;
  /** The derivative of the gate by this argument; null for constants. */
  readonly local: number | null;
  /** What comes back over this wire: the gate's gradient times `local`; null where no gradient comes. */
  readonly gradient: number | null;
  /** The local derivative as a formula with its number: ∂f/∂q = z = -4; empty for constants. */
  readonly rule: string;
  /** The chain rule with its numbers: df/dq = df/df × ∂f/∂q = 1 × (-4) = -4; empty where no gradient comes. */
  readonly chain: string;
}

/** A group of gates that one gate ends, none of them used outside. */
export interface Foldable {
  readonly id: string;
  /** The gate that ends it. */
  readonly gate: string;
  /** The function that it spells, or `group` for all that only leads to its last gate. */
  readonly kind: 'sigmoid' | 'tanh' | 'group';
  /** The names of its gates. */
  readonly members: readonly string[];
}
