/** Ops that stand as layers in functional models: those of keras.ops, and those of TensorFlow that Keras 2 recorded. */
import { itemsIn, objectIn, textIn, type JsonObject } from './json';
import { keywordsOf } from './literals';

/** Names of keras.ops that are no plain lower-case spelling of their class. */
const irregular: Readonly<Record<string, string>> = {
  GetItem: 'lambda x, key: x[cut(key)]',
  TrueDivide: 'keras.ops.divide',
};

/** Python's operators among TensorFlow's recorded functions. */
const operators: Readonly<Record<string, string>> = {
  add: 'x + y',
  radd: 'y + x',
  sub: 'x - y',
  rsub: 'y - x',
  mul: 'x * y',
  rmul: 'y * x',
  truediv: 'x / y',
  rtruediv: 'y / x',
  pow: 'x ** y',
  matmul: 'x @ y',
  neg: '-x',
};

/** The function that an op layer calls, as an expression; undefined where it is a layer. */
export function calledOp(layer: JsonObject): string | undefined {
  const name = textIn(layer, 'class_name') ?? '';
  const config = objectIn(layer, 'config');
  const module = textIn(layer, 'module') ?? '';
  if (module.startsWith('keras.src.ops.') || module.startsWith('keras.ops')) return operationOf(name, layer);
  // HDF5 files of Keras 3 leave the module out; unlike a layer, an op has no word on whether it trains.
  const isNewer = itemsIn(layer, 'inbound_nodes')[0]?.kind === 'object';
  if (isNewer && module === '' && config && !config.fields.has('trainable')) return operationOf(name, layer);
  if (name !== 'TFOpLambda' && name !== 'SlicingOpLambda') return undefined;
  const called = textIn(config, 'function') ?? '';
  if (!/^[A-Za-z_][\w.]*$/.test(called)) return undefined;
  const operator = called.replace(/^(?:__operators__|math)\.(?:__)?/, '').replace(/__$/, '');
  if (called.startsWith('__operators__.')) {
    if (operator === 'getitem') return '(lambda x, slice_spec=None: x[cut(slice_spec)])';
    const formula = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    if (formula !== undefined) return `(lambda x, y=None, name=None: ${formula})`;
  }
  return `tf.${called}`;
}

/** `ArgMax` calls `arg_max`. Settings of the op (axis, keepdims) are its own configuration; the function takes them as keywords. */
function operationOf(name: string, layer: JsonObject): string | undefined {
  if (!/^[A-Za-z]\w*$/.test(name)) return undefined;
  if (Object.hasOwn(irregular, name)) return `(${irregular[name] ?? ''})`;
  const snake = name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  const settings = keywordsOf(objectIn(layer, 'config'), () => 'None', new Set(['name', 'trainable']));
  return settings === '' ? `keras.ops.${snake}` : `(lambda *given: keras.ops.${snake}(*given, ${settings}))`;
}
