/** How a program writes a name of Keras: as its neighbours are written, under the root that it imports Keras by. */
import { argumentOf } from '../../program/edit/callText';
import type { Imports } from '../../program/edit/imports';
import type { Call, Page } from '../../program/edit/page';
import type { Site } from '../../program/edit/site';

/** The roots under which Keras is found. */
const rootPath = /^(?:tensorflow(?:\.python)?\.keras|keras|tf_keras)(?=\.|$)/;

/** `tensorflow.keras` or `keras`, as the program imports it. */
export function rootOf(imports: Imports): string {
  for (const path of imports.paths()) {
    const found = rootPath.exec(path);
    if (found) return found[0];
  }
  return imports.paths().some((path) => path.split('.')[0] === 'tensorflow') ? 'tensorflow.keras' : 'keras';
}

/** The last part of what a call calls: `Dense`. */
export function calleeOf(page: Page, call: Call): string {
  return page.textOf(call.func).split('.').at(-1) ?? '';
}

/** A class of keras.layers in the style of a call beside it: `layers.Dropout` beside `layers.Dense(…)`. */
export function spellLayer({ page, imports }: Site, beside: Call, name: string): string {
  const { func } = beside;
  const root = rootPath.exec(imports.dotted(func) ?? '')?.[0] ?? rootOf(imports);
  if (func.nodeType === 'Attribute' && /\.layers$/.test(imports.dotted(func.value) ?? '')) {
    return `${page.textOf(func.value)}.${name}`;
  }
  // Keras 1 had a module for each family of layers.
  const own = imports.nameFor(new RegExp(`\\.layers(?:\\.\\w+)?\\.${name}$`));
  return own ?? imports.spellAmong(`${root}.layers`, name);
}

/** Another name of Keras, `optimizers.Adam`, as the program's imports allow it to be written. */
export function spell({ imports }: Site, path: string): string {
  return imports.spell(`${rootOf(imports)}.${path}`);
}

/** Whether a call is that of a function on tensors: classes of layers begin with a capital letter. */
export function callsFunction(page: Page, call: Call): boolean {
  return /^[a-z_]/.test(calleeOf(page, call));
}

/** Words that only Keras 1 knows. */
const oldWords = ['nb_epoch', 'border_mode', 'init', 'nb_filter', 'subsample'];

/** Whether the program is written for Keras 1. */
export function isKeras1({ page }: Site): boolean {
  return page
    .calls()
    .some(
      (call) =>
        oldWords.some((word) => argumentOf(call, null, word) !== undefined) ||
        (calleeOf(page, call) === 'Dense' && argumentOf(call, null, 'output_dim') !== undefined),
    );
}

/** Whether optimizers call the rate `lr` here, as before 2020. */
export function saysLr(site: Site): boolean {
  return isKeras1(site) || site.page.calls().some((call) => argumentOf(call, null, 'lr') !== undefined);
}
