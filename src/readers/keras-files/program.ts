/**
 * A model's configuration as the Keras program that makes the same model, statement by statement. `from_config` of Keras is nothing else: it
 * calls each class with its configuration, and each layer on the tensors of its recorded calls. So one reader knows Keras, that of its source.
 */
import { fieldOf, itemsIn, objectIn, textIn, type Json, type JsonObject, type Place } from './json';
import { FunctionalCalls } from './functional';
import { endsOf, type Argument, type InboundCall } from './inbound';
import { keywordsOf, literal, textLiteral } from './literals';
import { calledOp } from './operations';

/** What is wrong with a configuration, at its place. */
export interface ConfigProblem {
  readonly message: string;
  readonly place: Place;
}

/** The program, and where each of its lines comes from. */
export interface ConfigProgram {
  readonly text: string;
  /** By line, zero-based. */
  readonly places: readonly Place[];
  /** The variable that holds the model. */
  readonly model: string;
  readonly problems: readonly ConfigProblem[];
  /** Classes that are not Keras's own: a file holds their names and no code. */
  readonly customClasses: ReadonlySet<string>;
}

/** Classes that are models of layers. */
const modelClasses = new Set(['Sequential', 'Functional', 'Model']);

/** Layers in one file at most. */
const mostLayers = 20_000;

/** Models within models. */
const deepestModels = 20;

/** What calls of the program need: one output of several, and an index as it is written in JSON. */
const helpers = [
  'def output(value, index): return value[index] if isinstance(value, (list, tuple)) else value',
  "def one(part): return slice(part['start'], part['stop'], part['step']) if isinstance(part, dict) else part",
  'def cut(key): return tuple([one(part) for part in key]) if isinstance(key, (list, tuple)) else one(key)',
];

/** Writes the program of a model's configuration: {"class_name": …, "config": …}. */
export function programOf(config: JsonObject): ConfigProgram {
  const writer = new ProgramWriter();
  const { place } = config;
  writer.line('import keras', place);
  for (const helper of helpers) writer.line(helper, place);
  const model = writer.model(config, 0);
  return { ...writer.finish(), model };
}

/** Before the name of a class whose code is not known, in what the program calls in its place. */
export const customPrefix = 'custom_layer_';

/** The last part of a class name as an identifier. */
function wordOf(name: string): string {
  const word = /[^>.]*$/.exec(name)?.[0].replace(/\W/g, '_') ?? '';
  return /^[A-Za-z_]/.test(word) ? word : `Layer_${word}`;
}

/** Whether a class is the user's own: Keras 3 names no module or another one, Keras 2 writes `Package>Class`. */
function isCustom(layer: JsonObject): boolean {
  const module = textIn(layer, 'module');
  const registered = textIn(layer, 'registered_name');
  const isKeras = module?.startsWith('keras') ?? registered === undefined;
  return (
    !isKeras || textIn(layer, 'class_name')?.includes('>') === true || registered?.includes('>') === true
  );
}

class ProgramWriter {
  readonly customClasses = new Set<string>();
  readonly #lines: string[] = [];
  readonly #places: Place[] = [];
  readonly #problems: ConfigProblem[] = [];
  #variables = 0;
  #hasTensorflow = false;
  #layers = 0;

  finish(): Omit<ConfigProgram, 'model'> {
    return {
      text: `${this.#lines.join('\n')}\n`,
      places: this.#places,
      problems: this.#problems,
      customClasses: this.customClasses,
    };
  }

  line(text: string, place: Place): void {
    this.#lines.push(text);
    this.#places.push(place);
  }

  problem(message: string, place: Place): void {
    this.#problems.push({ message, place });
  }

  variable(word: string): string {
    this.#variables += 1;
    return `${word}_${this.#variables}`;
  }

  /** Makes a model and gives its variable. */
  model(model: JsonObject, depth: number): string {
    const variable = this.variable('model');
    const config = fieldOf(model, 'config');
    const isSequential = textIn(model, 'class_name') === 'Sequential';
    // Old files of sequential models have the layers right in "config".
    const layers = config?.kind === 'list' ? config.items : itemsIn(config, 'layers');
    this.#layers += layers.length;
    if (this.#layers > mostLayers || depth > deepestModels) {
      this.problem('This model has too many layers, or models within each other, to be read.', model.place);
      this.line(`${variable} = keras.Sequential()`, model.place);
      return variable;
    }
    const name = textIn(config, 'name');
    const named = name === undefined ? '' : `, name=${textLiteral(name)}`;
    if (isSequential) this.#sequential(variable, model, layers, named, depth);
    else this.#functional(variable, model, layers, named, depth);
    return variable;
  }

  #sequential(
    variable: string,
    model: JsonObject,
    layers: readonly Json[],
    named: string,
    depth: number,
  ): void {
    this.line(`${variable} = keras.Sequential(${named.slice(2)})`, model.place);
    const knownShape =
      fieldOf(fieldOf(model, 'config'), 'build_input_shape') ??
      fieldOf(objectIn(model, 'build_config'), 'input_shape');
    for (const [index, layer] of layers.entries()) {
      if (layer.kind !== 'object') {
        this.problem('A layer is expected here.', layer.place);
        continue;
      }
      const isInput = textIn(layer, 'class_name') === 'InputLayer';
      const config = objectIn(layer, 'config');
      const shape = fieldOf(config, 'batch_input_shape') ?? fieldOf(config, 'batch_shape');
      if (isInput) this.line(`${variable}.add(${this.#input(layer)})`, layer.place);
      else {
        const first = index === 0 ? (shape ?? knownShape) : undefined;
        const integers = textIn(layer, 'class_name') === 'Embedding' ? ', dtype="int32"' : '';
        if (first)
          this.line(
            `${variable}.add(keras.Input(batch_shape=${this.#literal(first)}${integers}))`,
            layer.place,
          );
        this.line(`${variable}.add(${this.layer(layer, depth)})`, layer.place);
      }
    }
  }

  #input(layer: JsonObject): string {
    const config = objectIn(layer, 'config');
    const shape = fieldOf(config, 'batch_shape') ?? fieldOf(config, 'batch_input_shape');
    const dtype = fieldOf(config, 'dtype');
    const name = textIn(config, 'name') ?? textIn(layer, 'name');
    const parts = [
      ...(shape ? [`batch_shape=${this.#literal(shape)}`] : []),
      ...(dtype ? [`dtype=${this.#literal(dtype)}`] : []),
      ...(name === undefined ? [] : [`name=${textLiteral(name)}`]),
    ];
    return `keras.Input(${parts.join(', ')})`;
  }

  /** The expression that makes a layer; a model within is made by statements before it. */
  layer(layer: JsonObject, depth: number): string {
    const className = textIn(layer, 'class_name') ?? 'Layer';
    if (
      modelClasses.has(className) &&
      (fieldOf(fieldOf(layer, 'config'), 'layers') ?? fieldOf(layer, 'config')?.kind === 'list')
    ) {
      return this.model(layer, depth + 1);
    }
    const config = objectIn(layer, 'config');
    if (isCustom(layer) || (className === 'Lambda' && fieldOf(config, 'function'))) {
      return this.#custom(layer, className);
    }
    const keywords = keywordsOf(config, (inner) => this.layer(inner, depth + 1));
    return `keras.layers.${wordOf(className)}(${keywords})`;
  }

  /** A layer whose code is not in the file: it calls what Keras does not have, and so becomes a grey one with this name. */
  #custom(layer: JsonObject, name: string): string {
    const word = wordOf(name);
    if (!this.customClasses.has(word)) {
      this.customClasses.add(word);
      this.line(`class ${word}(keras.layers.Layer):`, layer.place);
      this.line(
        `  def call(self, *given, **named): return keras.${customPrefix}${word}(*given)`,
        layer.place,
      );
    }
    const own = textIn(objectIn(layer, 'config'), 'name');
    return `${word}(${own === undefined ? '' : `name=${textLiteral(own)}`})`;
  }

  #importTensorflow(place: Place): void {
    if (!this.#hasTensorflow) this.line('import tensorflow as tf', place);
    this.#hasTensorflow = true;
  }

  #literal(value: Json): string {
    return literal(value, (inner) => this.layer(inner, deepestModels));
  }

  #functional(
    variable: string,
    model: JsonObject,
    layers: readonly Json[],
    named: string,
    depth: number,
  ): void {
    const config = fieldOf(model, 'config');
    const found = new FunctionalCalls(layers);
    const makers = new Map<string, string>();
    for (const { name, json } of found.layers.values()) {
      if (textIn(json, 'class_name') === 'InputLayer') {
        const tensor = this.variable('tensor');
        this.line(`${tensor} = ${this.#input(json)}`, json.place);
        found.give({ layer: name, call: 0, output: 0 }, tensor);
        continue;
      }
      const op = calledOp(json);
      if (op?.startsWith('tf.') === true) this.#importTensorflow(json.place);
      if (op) makers.set(name, op);
      else {
        const made = this.variable('layer');
        this.line(`${made} = ${this.layer(json, depth)}`, json.place);
        makers.set(name, made);
      }
    }
    for (const { name, call, index, place } of found.inOrder()) {
      const tensor = this.variable('tensor');
      this.line(`${tensor} = ${makers.get(name) ?? 'None'}(${this.#arguments(call, found)})`, place);
      found.give({ layer: name, call: index, output: 0 }, tensor);
    }
    for (const { name, place } of found.stuck())
      this.problem(
        `The layer "${name.slice(0, 60)}" takes what no layer before it gives, or its own output.`,
        place,
      );
    const [inputs, outputs] = ['input_layers', 'output_layers'].map((field) =>
      this.#argument(endsOf(fieldOf(config, field)), found),
    );
    this.line(
      `${variable} = keras.Model(inputs=${inputs ?? '[]'}, outputs=${outputs ?? '[]'}${named})`,
      model.place,
    );
  }

  #arguments({ positional, keywords }: InboundCall, found: FunctionalCalls): string {
    const named = keywords
      .filter(
        ([name, value]) =>
          /^[a-z_]\w*$/i.test(name) && !(value.kind === 'value' && value.value.kind === 'nothing'),
      )
      .map(([name, value]) => `${name}=${this.#argument(value, found)}`);
    return [...positional.map((each) => this.#argument(each, found)), ...named].join(', ');
  }

  #argument(argument: Argument, found: FunctionalCalls): string {
    if (argument.kind === 'tensor') {
      const variable = found.variableOf(argument.at);
      return variable === undefined ? 'None' : `output(${variable}, ${argument.at.output})`;
    }
    if (argument.kind === 'value') return this.#literal(argument.value);
    if (argument.kind === 'list')
      return `[${argument.items.map((item) => this.#argument(item, found)).join(', ')}]`;
    return `{${argument.items.map(([key, item]) => `${textLiteral(key)}: ${this.#argument(item, found)}`).join(', ')}}`;
  }
}
