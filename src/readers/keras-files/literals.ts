/** Values of a configuration as Python spells them: `from_config` of Keras calls a class with exactly these (keras.saving.deserialize_keras_object). */
import { isDefaultStart } from './defaultStarts';
import { fieldOf, textIn, type Json, type JsonObject } from './json';

/** What stands for objects with a class of their own: layers within wrappers, cells. Gives an expression. */
export type MakeLayer = (layer: JsonObject) => string;

/** The module of the objects that a keyword takes, where an older configuration does not name it. */
const homes: readonly (readonly [keyword: RegExp, module: string])[] = [
  [/_initializer$/, 'keras.initializers'],
  [/_regularizer$/, 'keras.regularizers'],
  [/_constraint$/, 'keras.constraints'],
  [/activation$/, 'keras.layers'],
  [/^(?:layer|cells?|forward_layer|backward_layer)$/, 'keras.layers'],
];

/** Keywords that every layer may carry and that say nothing of what it computes. */
const passedOver = new Set([
  'dtype',
  'batch_input_shape',
  'batch_shape',
  'quantization_config',
  'build_config',
  'input_spec',
]);

/** The keywords of a configuration, as they stand in a call. Null and initialisations by default are what Keras takes by itself, so they are left out. */
export function keywordsOf(
  config: JsonObject | undefined,
  makeLayer: MakeLayer,
  without: ReadonlySet<string> = new Set(),
): string {
  const keywords: string[] = [];
  for (const [name, value] of config?.fields ?? []) {
    if (value.kind === 'nothing' || passedOver.has(name) || without.has(name)) continue;
    if (!isKeyword(name) || isDefaultStart(name, value)) continue;
    if (name === 'trainable' && value.kind === 'flag' && value.value) continue;
    keywords.push(`${name}=${literal(value, makeLayer, name)}`);
  }
  return keywords.join(', ');
}

const reserved = new Set(
  'and as assert break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False async await'.split(
    ' ',
  ),
);

function isKeyword(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name);
}

/** A value as a Python expression; `keyword` is what it is given for. */
export function literal(value: Json, makeLayer: MakeLayer, keyword = ''): string {
  if (value.kind === 'nothing') return 'None';
  if (value.kind === 'flag') return value.value ? 'True' : 'False';
  if (value.kind === 'text') return textLiteral(value.text);
  if (value.kind === 'number')
    return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value.spelling) ? value.spelling : String(value.value);
  if (value.kind === 'list')
    return `[${value.items.map((item) => literal(item, makeLayer, keyword)).join(', ')}]`;
  return objectLiteral(value, makeLayer, keyword);
}

/** A text in Python's quotes, ASCII only. */
export function textLiteral(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function objectLiteral(value: JsonObject, makeLayer: MakeLayer, keyword: string): string {
  const name = textIn(value, 'class_name');
  const plain = (): string =>
    `{${[...value.fields].map(([key, item]) => `${textLiteral(key)}: ${literal(item, makeLayer)}`).join(', ')}}`;
  if (name === undefined) return plain();
  const config = fieldOf(value, 'config');
  if (name === '__slice__') {
    const ends = ['start', 'stop', 'step'].map((end) => fieldOf(config, end));
    return `slice(${ends.map((end) => (end ? literal(end, makeLayer) : 'None')).join(', ')})`;
  }
  if (name === '__ellipsis__') return '...';
  if (name === '__tuple__' || name === 'TensorShape') {
    const items = fieldOf(value, 'items');
    const parts = items?.kind === 'list' ? items.items.map((item) => literal(item, makeLayer)) : [];
    return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`;
  }
  // A function of Keras is written by its name, a function of the user's own as well.
  if (name === 'function' && config?.kind === 'text') return textLiteral(config.text);
  if (name === 'DTypePolicy' || name === 'Policy') return textLiteral(textIn(config, 'name') ?? 'float32');
  const home = homes.find(([pattern]) => pattern.test(keyword))?.[1];
  const module = textIn(value, 'module') ?? home ?? '';
  if (!/^[A-Za-z_]\w*$/.test(name)) return plain();
  if (module.startsWith('keras.layers') || home === 'keras.layers') return makeLayer(value);
  if (module.startsWith('keras.initializers') || home === 'keras.initializers') {
    const given = config?.kind === 'object' ? config : undefined;
    return `keras.initializers.${name}(${keywordsOf(given, makeLayer)})`;
  }
  return plain();
}
