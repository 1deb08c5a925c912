/** How a saved model is compiled, as a call of `model.compile`: the loss and the optimizer with their settings. */
import { fieldOf, objectIn, textIn, type Json, type JsonObject } from './json';
import { keywordsOf, literal } from './literals';

const noLayer = (): string => 'None';

/** The arguments of `compile`; undefined where the file says nothing of a loss. Takes `compile_config` of Keras 3 and `training_config` of Keras 2. */
export function compileArguments(training: JsonObject | undefined): string | undefined {
  const loss = fieldOf(training, 'loss');
  if (!loss) return undefined;
  const optimizer = fieldOf(training, 'optimizer') ?? objectIn(training, 'optimizer_config');
  const parts = [
    `loss=${lossText(loss)}`,
    ...(optimizer ? [`optimizer=${objectText(optimizer, 'keras.optimizers')}`] : []),
  ];
  return parts.join(', ');
}

function lossText(loss: Json): string {
  if (loss.kind === 'list') return `[${loss.items.map(lossText).join(', ')}]`;
  return objectText(loss, 'keras.losses');
}

/** An object of a module, made by its class; a word stands for itself, and so does the name of a function. */
function objectText(json: Json, module: string): string {
  const name = textIn(json, 'class_name');
  const config = fieldOf(json, 'config');
  if (name === undefined || !/^(?:\w+>)?[A-Za-z]\w*$/.test(name)) return literal(json, noLayer);
  if (name === 'function' && config?.kind === 'text') return literal(config, noLayer);
  const settings = keywordsOf(config?.kind === 'object' ? config : undefined, noLayer, unused);
  return `${module}.${name.replace(/^\w+>/, '')}(${settings})`;
}

/** Settings of optimizers that older or newer classes do not take, and that change no step at their values here. */
const unused = new Set(['name', 'jit_compile', 'is_legacy_optimizer', 'reduction', 'fn']);
