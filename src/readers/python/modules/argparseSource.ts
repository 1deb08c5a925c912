/** The argparse module in Python: it collects arguments, and parsing gives their defaults; what must be given is unknown. */
import { openBuiltin, none } from '../values/make';
import { text } from '../evaluate/repr';
import type { Value } from '../values/value';

/** What the Python text below takes for given. */
export const argparseValues: readonly (readonly [string, Value])[] = [
  [
    '_from_command_line',
    openBuiltin('_from_command_line', (machine, [name = none]) =>
      machine.unknown(
        'effect',
        `The argument ${text(machine, name)} has no default; it comes from the command line.`,
      ),
    ),
  ],
];

export const argparseSource = `
SUPPRESS = '==SUPPRESS=='
class ArgumentDefaultsHelpFormatter: pass
class RawTextHelpFormatter: pass
class RawDescriptionHelpFormatter: pass
class MetavarTypeHelpFormatter: pass
class HelpFormatter: pass
class ArgumentTypeError(Exception): pass
class ArgumentError(Exception): pass
class FileType:
    def __init__(self, mode='r', *args, **kwargs):
        pass
class Action:
    def __init__(self, option_strings=(), dest=None, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar
REMAINDER = '...'
OPTIONAL = '?'
ZERO_OR_MORE = '*'
ONE_OR_MORE = '+'

class Namespace:
    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)
    def __contains__(self, name):
        return name in self.__dict__
    def __eq__(self, other):
        return isinstance(other, Namespace) and vars(self) == vars(other)
    def __repr__(self):
        return 'Namespace(' + ', '.join(f'{name}={value!r}' for name, value in self.__dict__.items()) + ')'

class BooleanOptionalAction: pass

class _Group:
    def __init__(self, parser):
        self._parser = parser
    def add_argument(self, *names, **options):
        return self._parser.add_argument(*names, **options)
    def add_argument_group(self, *args, **kwargs):
        return _Group(self._parser)
    def add_mutually_exclusive_group(self, *args, **kwargs):
        return _Group(self._parser)

class ArgumentParser:
    def __init__(self, *args, **kwargs):
        self._defaults = {}
        self._types = {}
        for parent in kwargs.get('parents', ()):
            self._defaults.update(parent._defaults)
    def add_argument(self, *names, action=None, default=None, type=None, dest=None, nargs=None, const=None, **options):
        long = [name for name in names if name.startswith('--')]
        if dest is None:
            dest = (long or list(names))[0].lstrip('-').replace('-', '_')
        if action in ('help', 'version'):
            return
        if default is None and action == 'store_true':
            default = False
        if default is None and action == 'store_false':
            default = True
        if isinstance(default, str) and type is not None and default != SUPPRESS:
            default = type(default)
        positional = not names[0].startswith('-') if names else False
        must = options.get('required', False) or (positional and nargs not in ('?', '*'))
        if default is None and action in (None, 'store') and must:
            self._defaults[dest] = _from_command_line(names[0])
        elif default is None and positional and nargs == '*':
            self._defaults[dest] = []
        elif default != SUPPRESS:
            self._defaults[dest] = default
    def add_argument_group(self, *args, **kwargs):
        return _Group(self)
    def add_mutually_exclusive_group(self, *args, **kwargs):
        return _Group(self)
    def add_subparsers(self, *args, **kwargs):
        return _Subparsers(self)
    def set_defaults(self, **values):
        self._defaults.update(values)
    def get_default(self, name):
        return self._defaults.get(name)
    def parse_args(self, args=None, namespace=None):
        return Namespace(**self._defaults)
    def parse_known_args(self, args=None, namespace=None):
        return Namespace(**self._defaults), []
    def print_help(self, *args):
        pass
    def error(self, message):
        raise SystemExit(2)

class _Subparsers:
    def __init__(self, parser):
        self._parser = parser
    def add_parser(self, *args, **kwargs):
        return ArgumentParser()
`;
