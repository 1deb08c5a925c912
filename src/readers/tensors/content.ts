/** What is known of the numbers of a tensor in an evaluated program. */
import type { Span } from '../../base/span';
import type { ParameterNode, Value } from '../../graph/network';
import type { OpCall } from '../../ops/table';
import type { Fans, Initialisation } from '../../tensor/initialisations';
import type { Tensor } from '../../tensor/tensor';
import type { Place } from '../python/values/place';
import type { UnknownValue } from '../python/values/value';
import type { TensorValue } from './tensorValue';

/** Something that training changes; two tensors with the same one share their numbers. */
export interface Parameter {
  readonly shape: readonly number[];
  /** Whether the last axis holds real and imaginary parts. */
  readonly complex?: true;
  requiresGrad: boolean;
  /** How it starts; whoever initialises it puts another one here. */
  initialisation: Initialisation;
  fans: Fans;
  role: ParameterNode['role'];
  /** Where the program says how it starts; null: nowhere. */
  written: Span | null;
  /** Where it was made. */
  readonly span: Span | null;
}

/** Numbers that a generator will draw. */
export interface Draw {
  /** `coins` are 1 or 0, `integers` whole numbers. */
  readonly law: 'normal' | 'uniform' | 'coins' | 'integers';
  /** What a drawn number is multiplied with: a standard deviation, a width; coins have none. */
  readonly scale: number;
  /** The mean of normal numbers, the least of uniform and whole ones, the probability of coins. */
  readonly centre: number;
  /** Where normal numbers are cut, if they are: the distance from the centre. */
  readonly limit: number;
}

/** The call that made placeholders of others; made again with numbers in their place it gives what they stand for. */
export interface Made {
  readonly call: OpCall;
  readonly args: readonly TensorValue[];
  readonly place: Place | null;
}

/** The numbers of a tensor. */
export type Content =
  /** A value of the network that is being traced. */
  | { readonly kind: 'graph'; readonly value: Value }
  /** Known numbers. */
  | { readonly kind: 'constant'; readonly tensor: Tensor }
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  | { readonly kind: 'drawn'; readonly draw: Draw }
  /** Too many to be computed while reading, or made of drawn ones; the network computes them where it uses them. */
  | {
      readonly kind: 'call';
      readonly call: OpCall;
      readonly args: readonly TensorValue[];
      readonly output: number;
    }
  /** An input that nobody has put into a network, or what was made of one: only its shape is known. */
  | { readonly kind: 'placeholder'; readonly made?: Made; readonly output?: number }
  /** Not even the shape is known. */
  | { readonly kind: 'opaque'; readonly cause: UnknownValue; readonly value?: Value };
