/** Binding arguments by a list of names, for functions that Python code of ours makes at run time (the `__init__` of a dataclass). */
import { bindArguments, type Parameters } from '../evaluate/arguments';
import { none, openBuiltin, dict } from '../values/make';
import type { BuiltinValue, Value } from '../values/value';

/** A default that only says that there is one. */
const given: Value = { kind: 'ellipsis' };

/**
 * `_signature(name, positional, with_default, keyword_only, with_default)`: a function that takes self and a call's arguments, raises the
 * TypeError of a wrong call, and gives a dict of what was given by name.
 */
export const signatureFunction: BuiltinValue = openBuiltin(
  '_signature',
  (_, [name = none, positional = none, optional = none, keywordOnly = none, optionalKeywords = none]) => {
    const names = ['self', ...texts(positional)];
    const keywords = texts(keywordOnly);
    const qualname = name.kind === 'str' ? name.value : '';
    const target: Parameters = {
      qualname,
      code: {
        name: qualname,
        positional: names,
        positionalOnly: 0,
        keywordOnly: keywords,
        rest: null,
        keywordRest: null,
        slotCount: names.length,
        doc: null,
      },
      defaults: texts(optional).map(() => given),
      keywordDefaults: new Map(texts(optionalKeywords).map((key) => [key, given])),
    };
    return openBuiltin('bind', (machine, args, named) => {
      const slots = bindArguments(machine, target, args, named);
      const found = dict();
      for (const [index, key] of [...names, ...keywords].entries()) {
        const value = slots[index];
        if (index > 0 && value !== undefined && value !== given) found.table.setText(key, value);
      }
      return found;
    });
  },
);

function texts(value: Value): readonly string[] {
  return value.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'str' ? [item.value] : []))
    : [];
}
