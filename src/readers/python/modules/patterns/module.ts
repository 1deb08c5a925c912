/** The re module: our own matcher below, its objects in Python above. */
import { toIndex } from '../../evaluate/indices';
import { isTrue } from '../../evaluate/special';
import type { BuiltinModule } from '../../read/moduleTable';
import { nativeClass } from '../../values/classes';
import { exception, exceptionClass, raised } from '../../values/exceptions';
import type { Machine } from '../../values/machine';
import { builtin, dict, int, list, none, openBuiltin, str, tuple } from '../../values/make';
import type { Value } from '../../values/value';
import { textOf } from '../../builtins/checks';
import { matchAt } from './match';
import { parsePattern, PatternError, type Flags, type ParsedPattern } from './parse';

/** re.error. */
const patternError = nativeClass('error', [exceptionClass('Exception')], false);

const parsed = new WeakMap<object, ParsedPattern>();

/** `_compile(pattern, flags)`: a handle, the number of groups, and the names of groups. */
function compile(machine: Machine, pattern: Value, flags: Value): Value {
  const bits = toIndex(machine, flags);
  const set: Flags = {
    ignoreCase: (bits & 2) !== 0,
    multiline: (bits & 8) !== 0,
    dotAll: (bits & 16) !== 0,
    verbose: (bits & 64) !== 0,
  };
  try {
    const made = parsePattern(textOf(machine, pattern, 'first argument'), set);
    const handle = list([]);
    parsed.set(handle, made);
    const names = dict();
    for (const [name, index] of made.names) names.table.setText(name, int(index));
    return tuple([handle, int(made.groups), names]);
  } catch (error) {
    if (error instanceof PatternError) throw raised(machine, exception(patternError, str(error.message)));
    throw error;
  }
}

/** `_search(handle, text, start, anchored, full)`: the spans of all groups, or None. */
function search(
  machine: Machine,
  handle: Value,
  text: Value,
  start: Value,
  anchored: Value,
  full: Value,
): Value {
  const pattern = parsed.get(handle);
  if (!pattern) return none;
  const points = Array.from(textOf(machine, text, 'expected string or bytes-like object, got'));
  const charge = (): void => machine.step();
  const last = isTrue(machine, anchored) ? toIndex(machine, start) : points.length;
  for (let at = toIndex(machine, start); at <= last; at += 1) {
    const groups = matchAt(pattern, points, at, isTrue(machine, full), charge);
    if (groups) return list(groups.map((group) => (group ? tuple([int(group[0]), int(group[1])]) : none)));
  }
  return none;
}

export const reModule: BuiltinModule = {
  values: () => [
    ['error', patternError],
    [
      '_compile',
      builtin('_compile', (machine, [pattern = none, flags = none]) => compile(machine, pattern, flags)),
    ],
    [
      '_search',
      openBuiltin(
        '_search',
        (machine, [handle = none, text = none, start = none, anchored = none, full = none]) =>
          text.kind === 'unknown' ? text : search(machine, handle, text, start, anchored, full),
      ),
    ],
    [
      'escape',
      builtin('escape', (machine, [text = none]) =>
        str(textOf(machine, text, 'pattern').replace(/[^\p{L}\p{N}_"'<>@!%`,/:;=]/gu, '\\$&')),
      ),
    ],
  ],
  source: `
A = ASCII = 256
I = IGNORECASE = 2
M = MULTILINE = 8
S = DOTALL = 16
X = VERBOSE = 64
U = UNICODE = 32

class Match:
    def __init__(self, re, string, spans):
        self.re = re
        self.string = string
        self._spans = spans
    def _index(self, group):
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError('no such group')
            return self.re.groupindex[group]
        if not 0 <= group < len(self._spans):
            raise IndexError('no such group')
        return group
    def _text(self, group, default=None):
        span = self._spans[self._index(group)]
        return default if span is None else self.string[span[0]:span[1]]
    def group(self, *groups):
        if len(groups) < 2:
            return self._text(groups[0] if groups else 0)
        return tuple(self._text(group) for group in groups)
    def __getitem__(self, group):
        return self._text(group)
    def groups(self, default=None):
        return tuple(self._text(index, default) for index in range(1, len(self._spans)))
    def groupdict(self, default=None):
        return {name: self._text(index, default) for name, index in self.re.groupindex.items()}
    def span(self, group=0):
        return self._spans[self._index(group)] or (-1, -1)
    def start(self, group=0):
        return self.span(group)[0]
    def end(self, group=0):
        return self.span(group)[1]
    @property
    def lastindex(self):
        found = [index for index in range(1, len(self._spans)) if self._spans[index] is not None]
        return found[-1] if found else None
    def expand(self, template):
        return _expanded(self, template)
    def __repr__(self):
        return f'<re.Match object; span={self.span()!r}, match={self.group()!r}>'

def _expanded(match, template):
    parts = []
    index = 0
    while index < len(template):
        letter = template[index]
        if letter != '\\\\' or index + 1 == len(template):
            parts.append(letter)
            index += 1
            continue
        following = template[index + 1]
        index += 2
        if following == 'g' and template[index:index + 1] == '<':
            end = template.index('>', index)
            name = template[index + 1:end]
            parts.append(match._text(int(name) if name.isdigit() else name, ''))
            index = end + 1
        elif following.isdigit():
            parts.append(match._text(int(following), ''))
        else:
            parts.append({'n': '\\n', 't': '\\t', 'r': '\\r'}.get(following, following))
    return ''.join(parts)

class Pattern:
    def __init__(self, pattern, flags):
        self.pattern = pattern
        self.flags = flags
        self._handle, self.groups, self.groupindex = _compile(pattern, flags)
    def _find(self, string, start, anchored, full):
        spans = _search(self._handle, string, start, anchored, full)
        return None if spans is None else Match(self, string, spans)
    def match(self, string, pos=0):
        return self._find(string, pos, True, False)
    def fullmatch(self, string, pos=0):
        return self._find(string, pos, True, True)
    def search(self, string, pos=0):
        return self._find(string, pos, False, False)
    def finditer(self, string):
        at = 0
        while at <= len(string):
            match = self._find(string, at, False, False)
            if match is None:
                return
            yield match
            at = match.end() if match.end() > match.start() else match.end() + 1
    def findall(self, string):
        if self.groups == 0:
            return [match.group() for match in self.finditer(string)]
        if self.groups == 1:
            return [match._text(1, '') for match in self.finditer(string)]
        return [match.groups('') for match in self.finditer(string)]
    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]
    def subn(self, repl, string, count=0):
        parts = []
        last = made = 0
        for match in self.finditer(string):
            if count and made == count:
                break
            parts.append(string[last:match.start()])
            parts.append(repl(match) if callable(repl) else _expanded(match, repl))
            last = match.end()
            made += 1
        return ''.join(parts) + string[last:], made
    def split(self, string, maxsplit=0):
        parts = []
        last = made = 0
        for match in self.finditer(string):
            if maxsplit and made == maxsplit:
                break
            parts.append(string[last:match.start()])
            parts.extend(match.groups())
            last = match.end()
            made += 1
        return parts + [string[last:]]
    def __repr__(self):
        return f're.compile({self.pattern!r})'

_patterns = {}
def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        return pattern
    key = (pattern, int(flags))
    if key not in _patterns:
        _patterns[key] = Pattern(pattern, int(flags))
    return _patterns[key]
def match(pattern, string, flags=0): return compile(pattern, flags).match(string)
def fullmatch(pattern, string, flags=0): return compile(pattern, flags).fullmatch(string)
def search(pattern, string, flags=0): return compile(pattern, flags).search(string)
def findall(pattern, string, flags=0): return compile(pattern, flags).findall(string)
def finditer(pattern, string, flags=0): return compile(pattern, flags).finditer(string)
def sub(pattern, repl, string, count=0, flags=0): return compile(pattern, flags).sub(repl, string, count)
def subn(pattern, repl, string, count=0, flags=0): return compile(pattern, flags).subn(repl, string, count)
def split(pattern, string, maxsplit=0, flags=0): return compile(pattern, flags).split(string, maxsplit)
`,
};
