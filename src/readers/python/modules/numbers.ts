/** The numbers module: abstract classes that only tell what a number is. */
import { numberClasses } from '../evaluate/protocols';
import type { BuiltinModule } from '../read/moduleTable';
import { builtinClasses, nativeClass } from '../values/classes';
import { str } from '../values/make';
import type { Value } from '../values/value';

export const numbersModule: BuiltinModule = {
  values: () => {
    const rows: [string, Value][] = [];
    // Each descends from the one before it.
    let base = builtinClasses.object;
    for (const name of numberClasses.keys()) {
      base = nativeClass(name, [base], false);
      base.attributes.set('__module__', str('numbers'));
      rows.push([name, base]);
    }
    return rows;
  },
};
