/** Functional models: their layers by name, and the recorded calls in an order in which each has its tensors. */
import { inboundCalls, tensorsOf, type InboundCall, type TensorAt } from './inbound';
import { objectIn, textIn, type Json, type JsonObject, type Place } from './json';

/** A layer by the name under which calls refer to it. */
export interface NamedLayer {
  readonly name: string;
  readonly json: JsonObject;
}

/** One call, and the layer that is called. */
export interface LayerCall {
  readonly name: string;
  readonly index: number;
  readonly call: InboundCall;
  readonly place: Place;
}

/** The calls of a functional model in an order in which each has its tensors. */
export class FunctionalCalls {
  readonly layers = new Map<string, NamedLayer>();
  readonly #variables = new Map<string, string>();
  readonly #calls: readonly LayerCall[];
  readonly #done = new Set<string>();

  constructor(layers: readonly Json[]) {
    for (const json of layers) {
      if (json.kind !== 'object') continue;
      const name = textIn(json, 'name') ?? textIn(objectIn(json, 'config'), 'name');
      if (name !== undefined && !this.layers.has(name)) this.layers.set(name, { name, json });
    }
    this.#calls = [...this.layers.values()].flatMap(({ name, json }) =>
      textIn(json, 'class_name') === 'InputLayer'
        ? []
        : inboundCalls(json).map((call, index) => ({ name, call, index, place: json.place })),
    );
  }

  give({ layer, call }: TensorAt, variable: string): void {
    this.#variables.set(keyOf(layer, call), variable);
    this.#done.add(keyOf(layer, call));
  }

  variableOf({ layer, call }: TensorAt): string | undefined {
    return this.#variables.get(keyOf(layer, call));
  }

  /** Each call once the calls are made that give its tensors; whoever takes one from here has to `give` its tensor before the next. */
  *inOrder(): Generator<LayerCall> {
    const waiting = new Map<string, LayerCall[]>();
    const missing = new Map<LayerCall, number>();
    const ready: LayerCall[] = [];
    for (const call of this.#calls) {
      const needed = new Set(
        argumentsOf(call).flatMap(({ layer, call: index }) =>
          this.#done.has(keyOf(layer, index)) ? [] : [keyOf(layer, index)],
        ),
      );
      missing.set(call, needed.size);
      for (const key of needed) waiting.set(key, [...(waiting.get(key) ?? []), call]);
      if (needed.size === 0) ready.push(call);
    }
    for (const call of ready) {
      yield call;
      for (const next of waiting.get(keyOf(call.name, call.index)) ?? []) {
        const left = (missing.get(next) ?? 1) - 1;
        missing.set(next, left);
        if (left === 0) ready.push(next);
      }
    }
  }

  /** Calls that were never ready. */
  stuck(): readonly LayerCall[] {
    return this.#calls.filter(({ name, index }) => !this.#done.has(keyOf(name, index)));
  }
}

function argumentsOf({ call }: LayerCall): readonly TensorAt[] {
  return [...call.positional, ...call.keywords.map(([, value]) => value)].flatMap(tensorsOf);
}

function keyOf(layer: string, call: number): string {
  return `${call}:${layer}`;
}
