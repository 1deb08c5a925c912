/** The inspect module: signatures of the program's own functions, and questions about what a value is; frames and sources stay unknown. */
import type { BuiltinModule } from '../read/moduleTable';
import type { Machine } from '../values/machine';
import { bool, int, list, none, openBuiltin, str, tuple } from '../values/make';
import type { BoundMethodValue, BuiltinValue, FunctionValue, Value } from '../values/value';
import { lookup } from '../values/classes';

/** The order of inspect.Parameter's kinds. */
const kinds = { positionalOnly: 0, positional: 1, rest: 2, keywordOnly: 3, keywordRest: 4 } as const;

const inspectSource = `
from collections import OrderedDict as _OrderedDict
class _empty: pass
class Parameter:
    empty = _empty
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4
    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation
class Signature:
    empty = _empty
    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = _OrderedDict((one.name, one) for one in parameters or ())
        self.return_annotation = return_annotation
def signature(function, **options):
    made = []
    for name, kind, has_default, default in _parameters(function):
        made.append(Parameter(name, kind, default=default if has_default else _empty))
    return Signature(made)
def getfullargspec(function):
    raise NotImplementedError('inspect.getfullargspec')
def cleandoc(text):
    return text
def getdoc(value):
    return getattr(value, '__doc__', None)
def unwrap(function):
    while hasattr(function, '__wrapped__'):
        function = function.__wrapped__
    return function
`;

const parametersFunction: BuiltinValue = openBuiltin('_parameters', (machine, [given = none]) => {
  const found = functionIn(machine, given, 0);
  if (!found) {
    return given.kind === 'unknown'
      ? given
      : machine.unknown('unsupported', 'Its parameters are not known.', 'inspect.signature');
  }
  const rows = parametersOf(found.function);
  return list(found.bound ? rows.slice(1) : rows);
});

/** The Python function behind a value, and whether its first parameter is given already. */
function functionIn(
  machine: Machine,
  value: Value,
  depth: number,
): { readonly function: FunctionValue; readonly bound: boolean } | undefined {
  if (depth > 8) return undefined;
  if (value.kind === 'function') {
    const wrapped = value.attributes.get('__wrapped__');
    return wrapped ? functionIn(machine, wrapped, depth + 1) : { function: value, bound: false };
  }
  if (value.kind === 'boundMethod') return boundFunction(value);
  if (value.kind !== 'class') return undefined;
  const initialise = lookup(value, '__init__');
  return initialise?.kind === 'function' ? { function: initialise, bound: true } : undefined;
}

function boundFunction({ callable }: BoundMethodValue): ReturnType<typeof functionIn> {
  return callable.kind === 'function' ? { function: callable, bound: true } : undefined;
}

function parametersOf({ code, defaults, keywordDefaults }: FunctionValue): Value[] {
  const row = (name: string, kind: number, value: Value | undefined): Value =>
    tuple([str(name), int(kind), bool(value !== undefined), value ?? none]);
  const first = code.positional.length - defaults.length;
  return [
    ...code.positional.map((name, index) =>
      row(
        name,
        index < code.positionalOnly ? kinds.positionalOnly : kinds.positional,
        defaults[index - first],
      ),
    ),
    ...(code.rest === null ? [] : [row(code.rest, kinds.rest, undefined)]),
    ...code.keywordOnly.map((name) => row(name, kinds.keywordOnly, keywordDefaults.get(name))),
    ...(code.keywordRest === null ? [] : [row(code.keywordRest, kinds.keywordRest, undefined)]),
  ];
}

function asks(name: string, ...wanted: readonly Value['kind'][]): readonly [string, Value] {
  return [name, openBuiltin(name, (_machine, [value = none]) => bool(wanted.includes(value.kind)))];
}

export const inspectModule: BuiltinModule = {
  values: () => [
    ['_parameters', parametersFunction],
    asks('isclass', 'class'),
    asks('isfunction', 'function'),
    asks('ismethod', 'boundMethod'),
    asks('ismodule', 'module'),
    asks('isbuiltin', 'builtin'),
    asks('isroutine', 'function', 'builtin', 'boundMethod'),
  ],
  source: inspectSource,
  missing: (machine, name) =>
    machine.unknown(
      'effect',
      `inspect.${name} reaches outside the program and is not done.`,
      `inspect.${name}`,
    ),
};
