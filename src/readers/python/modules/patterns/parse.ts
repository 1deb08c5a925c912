/** Parses regular expressions in Python's notation. */

/** A part of a pattern. */
export type Part =
  | { readonly kind: 'set'; readonly holds: (point: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly choices: readonly Part[] }
  | { readonly kind: 'group'; readonly index: number; readonly part: Part }
  | {
      readonly kind: 'repeat';
      readonly part: Part;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    }
  | { readonly kind: 'look'; readonly part: Part; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: 'back'; readonly index: number }
  | { readonly kind: 'start' | 'end' | 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary' | 'lastLineEnd' };

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
}

export interface ParsedPattern {
  readonly part: Part;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** A pattern that cannot be read; the message is CPython's where it is one of the usual mistakes. */
export class PatternError extends Error {}

/** Parses a pattern. Throws a PatternError. */
export function parsePattern(text: string, flags: Flags): ParsedPattern {
  const reader = new Reader(text, flags);
  const part = reader.choice();
  if (!reader.atEnd()) throw new PatternError(`unbalanced parenthesis at position ${reader.at}`);
  return { part, groups: reader.groups, names: reader.names };
}

const classes: Readonly<Record<string, RegExp>> = {
  d: /^\p{Nd}$/u,
  D: /^\P{Nd}$/su,
  w: /^[\p{L}\p{N}_]$/u,
  W: /^[^\p{L}\p{N}_]$/su,
  s: /^\s$/u,
  S: /^\S$/su,
};

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};

class Reader {
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  private readonly points: readonly string[];
  private flags: Flags;

  constructor(text: string, flags: Flags) {
    this.points = Array.from(text);
    this.flags = flags;
  }

  atEnd(): boolean {
    return this.at >= this.points.length;
  }

  private peek(offset = 0): string {
    return this.points[this.at + offset] ?? '';
  }

  private take(expected: string): boolean {
    const points = Array.from(expected);
    if (!points.every((point, index) => this.peek(index) === point)) return false;
    this.at += points.length;
    return true;
  }

  choice(): Part {
    const choices = [this.sequence()];
    while (this.take('|')) choices.push(this.sequence());
    const [only] = choices;
    return choices.length === 1 && only ? only : { kind: 'choice', choices };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (!this.atEnd() && this.peek() !== '|' && this.peek() !== ')') {
      if (this.flags.verbose && this.skipBlank()) continue;
      const part = this.atom();
      if (part) parts.push(this.repeated(part));
    }
    return { kind: 'sequence', parts };
  }

  private skipBlank(): boolean {
    if (/^\s$/.test(this.peek())) {
      this.at += 1;
      return true;
    }
    if (this.peek() !== '#') return false;
    while (!this.atEnd() && this.peek() !== '\n') this.at += 1;
    return true;
  }

  private repeated(part: Part): Part {
    const begin = this.at;
    const bounds = this.bounds();
    if (!bounds) return part;
    const greedy = !this.take('?');
    if (greedy) this.take('+');
    if (bounds[0] > bounds[1])
      throw new PatternError(`min repeat greater than max repeat at position ${begin + 1}`);
    const repeat: Part = { kind: 'repeat', part, least: bounds[0], most: bounds[1], greedy };
    if (this.bounds()) throw new PatternError(`multiple repeat at position ${this.at - 1}`);
    return repeat;
  }

  private bounds(): readonly [number, number] | null {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    const match = /^\{(\d*)(,?)(\d*)\}/.exec(this.points.slice(this.at, this.at + 24).join(''));
    if (!match || match[0] === '{}' || match[0] === '{,}') return null;
    const [whole, least = '', comma = '', most = ''] = match;
    this.at += whole.length;
    return [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
  }

  private atom(): Part | null {
    const point = this.peek();
    this.at += 1;
    switch (point) {
      case '.':
        return { kind: 'set', holds: this.flags.dotAll ? () => true : (other) => other !== '\n' };
      case '^':
        return { kind: this.flags.multiline ? 'lineStart' : 'start' };
      case '$':
        return { kind: this.flags.multiline ? 'lineEnd' : 'lastLineEnd' };
      case '[':
        return this.set();
      case '(':
        return this.group();
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError(`nothing to repeat at position ${this.at - 1}`);
      default:
        return this.literal(point);
    }
  }

  private literal(point: string): Part {
    if (!this.flags.ignoreCase) return { kind: 'set', holds: (other) => other === point };
    const lower = point.toLowerCase();
    return { kind: 'set', holds: (other) => other.toLowerCase() === lower };
  }

  private escape(): Part {
    const point = this.peek();
    if (point === '') throw new PatternError(`bad escape (end of pattern) at position ${this.at - 1}`);
    this.at += 1;
    const members = classes[point];
    if (members) return { kind: 'set', holds: (other) => members.test(other) };
    if (point === 'A') return { kind: 'start' };
    if (point === 'Z') return { kind: 'end' };
    if (point === 'b') return { kind: 'boundary' };
    if (point === 'B') return { kind: 'noBoundary' };
    if (/[1-9]/.test(point)) {
      const more = /\d/.test(this.peek()) ? this.peek() : '';
      this.at += more.length;
      return { kind: 'back', index: Number(point + more) };
    }
    return this.literal(this.escaped(point));
  }

  private escaped(point: string): string {
    const lengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
    const length = lengths[point];
    if (length !== undefined) {
      const digits = this.points.slice(this.at, this.at + length).join('');
      this.at += length;
      const code = parseInt(digits, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    }
    const known = escapes[point];
    if (known !== undefined) return known;
    if (/[a-zA-Z]/.test(point)) throw new PatternError(`bad escape \\${point} at position ${this.at - 2}`);
    return point;
  }

  private set(): Part {
    const start = this.at - 1;
    const negative = this.take('^');
    const tests: ((point: string) => boolean)[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.atEnd()) throw new PatternError(`unterminated character set at position ${start}`);
      tests.push(this.member());
    }
    this.at += 1;
    const { ignoreCase } = this.flags;
    const among = (point: string): boolean =>
      tests.some(
        (test) => test(point) || (ignoreCase && (test(point.toLowerCase()) || test(point.toUpperCase()))),
      );
    return { kind: 'set', holds: (point) => among(point) !== negative };
  }

  private member(): (point: string) => boolean {
    const low = this.memberPoint();
    if (typeof low !== 'string') return (point) => low.test(point);
    if (this.peek() !== '-' || this.peek(1) === ']' || this.peek(1) === '') return (point) => point === low;
    this.at += 1;
    const high = this.memberPoint();
    if (typeof high !== 'string') return (point) => point === low || point === '-' || high.test(point);
    const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
    if (from > to) throw new PatternError(`bad character range ${low}-${high} at position ${this.at - 3}`);
    return (point) => (point.codePointAt(0) ?? 0) >= from && (point.codePointAt(0) ?? 0) <= to;
  }

  private memberPoint(): string | RegExp {
    const point = this.peek();
    this.at += 1;
    if (point !== '\\') return point;
    const next = this.peek();
    this.at += 1;
    if (next === 'b') return '\b';
    return classes[next] ?? this.escaped(next);
  }

  private group(): Part | null {
    const start = this.at - 1;
    const close = <Kind>(made: Kind): Kind => {
      if (!this.take(')')) throw new PatternError(`missing ), unterminated subpattern at position ${start}`);
      return made;
    };
    if (!this.take('?')) return this.capture(null, close);
    if (this.take(':')) return close(this.choice());
    if (this.take('P<')) return this.capture(this.name('>'), close);
    if (this.take('P=')) return close({ kind: 'back', index: this.names.get(this.name(')', false)) ?? 0 });
    if (this.take('#')) {
      while (!this.atEnd() && this.peek() !== ')') this.at += 1;
      return close(null);
    }
    for (const [mark, behind, negative] of [
      ['=', false, false],
      ['!', false, true],
      ['<=', true, false],
      ['<!', true, true],
    ] as const) {
      if (this.take(mark)) return close({ kind: 'look', part: this.choice(), behind, negative });
    }
    return this.inlineFlags(close);
  }

  private capture(name: string | null, close: (part: Part) => Part): Part {
    this.groups += 1;
    const index = this.groups;
    if (name !== null) this.names.set(name, index);
    return close({ kind: 'group', index, part: this.choice() });
  }

  private name(end: string, skip = true): string {
    let name = '';
    while (!this.atEnd() && this.peek() !== end) {
      name += this.peek();
      this.at += 1;
    }
    if (skip) this.at += 1;
    return name;
  }

  private inlineFlags(close: <Kind>(made: Kind) => Kind): Part | null {
    let letters = '';
    while (/^[aiLmsux-]$/.test(this.peek())) {
      letters += this.peek();
      this.at += 1;
    }
    const [on = ''] = letters.split('-');
    const outer = this.flags;
    this.flags = {
      ignoreCase: outer.ignoreCase || on.includes('i'),
      multiline: outer.multiline || on.includes('m'),
      dotAll: outer.dotAll || on.includes('s'),
      verbose: outer.verbose || on.includes('x'),
    };
    if (!this.take(':')) {
      if (letters === '')
        throw new PatternError(`unknown extension ?${this.peek()} at position ${this.at - 1}`);
      return close(null);
    }
    const part = close(this.choice());
    this.flags = outer;
    return part;
  }
}
