/** The text of a program with its tree, as an edit needs it: offsets of nodes, what stands around them, calls by their closing brackets. */
import { parsePython } from '../../python/parse/parsePython';
import type { ParsedFile } from '../../python/parse/parsedFile';
import type { Expression, ExpressionOf, Located, Statement, StatementOf } from '../../python/parse/syntax';
import type { Change } from '../../edit/draft';
import { Refused } from '../../edit/draft';
import type { Range } from '../../network-file/written';

/** A call. */
export type Call = ExpressionOf<'Call'>;

/** Any node of the tree. */
export type Node = Located & { readonly nodeType: string };

/** A function of the program with its statements. */
export type FunctionDef = StatementOf<'FunctionDef'> | StatementOf<'AsyncFunctionDef'>;

/** One text that was parsed. Lines end in \n and there is no byte order mark, whatever the file has. */
export class Page {
  readonly text: string;
  readonly file: ParsedFile;
  /** Every node in the order of the text. */
  readonly nodes: readonly Node[];
  private readonly parents = new Map<object, Node>();
  private readonly blocks = new Map<object, readonly Statement[]>();
  private readonly starts: readonly number[];
  private readonly callsByEnd = new Map<number, Call>();

  constructor(text: string) {
    this.text = text;
    this.file = parsePython({ path: 'page.py', text });
    this.starts = lineStarts(text);
    const nodes: Node[] = [];
    this.visit(this.file.body, null, nodes);
    this.nodes = nodes;
    for (const node of nodes) if (isCall(node)) this.callsByEnd.set(this.range(node).end, node);
  }

  /** Adds what stands under a field of a node. */
  private visit(value: unknown, parent: Node | null, nodes: Node[]): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      const [first] = value as readonly unknown[]; // an array of the tree holds nodes or nothing
      const isBlock = isNode(first) && isStatement(first);
      for (const item of value as readonly unknown[]) {
        if (isBlock && isNode(item)) this.blocks.set(item, value as readonly Statement[]); // its first item is one
        this.visit(item, parent, nodes);
      }
      return;
    }
    if (!('nodeType' in value)) return;
    const node = value as Node; // whatever has a type is a node
    if (parent) this.parents.set(node, parent);
    if (isNode(node)) nodes.push(node);
    for (const field of Object.values(node)) this.visit(field, node, nodes);
  }

  range(node: Located): Range {
    const { start, end } = this.file.span(node);
    return {
      start: (this.starts[start.line] ?? 0) + start.column,
      end: (this.starts[end.line] ?? 0) + end.column,
    };
  }

  textOf(node: Located): string {
    const { start, end } = this.range(node);
    return this.text.slice(start, end);
  }

  /** The call whose closing bracket stands right before an offset: no two calls share one. */
  callEndingAt(end: number): Call | undefined {
    return this.callsByEnd.get(end);
  }

  parent(node: object): Node | null {
    return this.parents.get(node) ?? null;
  }

  /** The nodes around a node, the nearest first. */
  around(node: object): readonly Node[] {
    const found: Node[] = [];
    for (let next = this.parent(node); next; next = this.parent(next)) found.push(next);
    return found;
  }

  /** The statement that a node stands in. */
  statementOf(node: Node): Statement {
    const found = [node, ...this.around(node)].find((each) => isStatement(each));
    if (!found) throw new Refused('This stands in no statement.');
    return found as unknown as Statement; // it was just looked at
  }

  /** The statements that a statement stands among. */
  blockOf(statement: Statement): readonly Statement[] {
    return this.blocks.get(statement) ?? [statement];
  }

  functionOf(node: object): FunctionDef | null {
    return (this.around(node).find(isFunction) as FunctionDef | undefined) ?? null; // its type was just looked at
  }

  classOf(node: object): StatementOf<'ClassDef'> | null {
    const found = this.around(node).find(({ nodeType }) => nodeType === 'ClassDef');
    return (found as StatementOf<'ClassDef'> | undefined) ?? null; // its type was just looked at
  }

  /** All calls within a node, or in the whole text. */
  calls(within: Located | null = null): readonly Call[] {
    const around = within && this.range(within);
    return this.nodes.filter((node): node is Call & Node => {
      if (!isCall(node)) return false;
      const { start, end } = this.range(node);
      return !around || (around.start <= start && end <= around.end);
    });
  }

  /** Where the line of an offset begins and ends. */
  lineAt(offset: number): Range {
    const start = offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
    const feed = this.text.indexOf('\n', offset);
    return { start, end: feed === -1 ? this.text.length : feed };
  }

  /** The lines of a statement, its decorators included. @throws Refused where it shares one with another statement */
  linesOf(statement: Statement): Range {
    const own = this.range(statement);
    const decorators = 'decorator_list' in statement ? statement.decorator_list : [];
    const first = Math.min(own.start, ...decorators.map((each) => this.range(each).start));
    const start = this.lineAt(first).start;
    const { end } = this.lineAt(own.end);
    const before = this.text.slice(start, first).replace('@', '').trim();
    const behind = this.text.slice(own.end, end).trim();
    if (before !== '' || (behind !== '' && !behind.startsWith('#'))) {
      throw new Refused('The statement shares its line with another one; please give it a line of its own.');
    }
    return { start, end };
  }

  /** The white space before a statement on its line. */
  indentOf(statement: Statement): string {
    const { start } = this.linesOf(statement);
    return /^[ \t]*/.exec(this.text.slice(start))?.[0] ?? '';
  }

  /** One level of indentation: that of the first block of the text. */
  get indentUnit(): string {
    for (const node of this.nodes) {
      if (!isStatement(node) || node.col_offset === 0) continue;
      const { start } = this.range(node);
      const indent = this.text.slice(this.lineAt(start).start, start);
      if (/^[ \t]+$/.test(indent)) return indent;
    }
    return '    ';
  }

  /** Lines behind a statement, indented as it is. */
  linesBehind(statement: Statement, lines: readonly string[]): Change {
    const { end } = this.linesOf(statement);
    const indent = this.indentOf(statement);
    return insertion(end, lines.map((line) => `\n${indent}${line}`).join(''));
  }

  /** Lines above a statement, indented as it is. */
  linesAbove(statement: Statement, lines: readonly string[]): Change {
    const { start } = this.linesOf(statement);
    const indent = this.indentOf(statement);
    return insertion(start, lines.map((line) => `${indent}${line}\n`).join(''));
  }

  /** Takes statements away with their lines; a block that would be left empty gets a `pass`. */
  withoutStatements(gone: readonly Statement[]): readonly Change[] {
    return gone.map((statement) => {
      const range = this.linesOf(statement);
      const block = this.blockOf(statement);
      const last = block.at(-1) === statement;
      if (last && block.every((each) => gone.includes(each))) {
        return { range, text: `${this.indentOf(statement)}pass` };
      }
      const end = range.end < this.text.length ? range.end + 1 : range.end;
      const start = range.end < this.text.length ? range.start : Math.max(0, range.start - 1);
      return { range: { start, end }, text: '' };
    });
  }
}

/** A change that only adds. */
export function insertion(at: number, text: string): Change {
  return { range: { start: at, end: at }, text };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'lineno' in value;
}

/** Nodes that are statements. */
const statementTypes = new Set([
  ...['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'Return', 'Delete', 'Assign', 'TypeAlias', 'AugAssign'],
  ...['AnnAssign', 'For', 'AsyncFor', 'While', 'If', 'With', 'AsyncWith', 'Match', 'Raise', 'Try', 'TryStar'],
  ...['Assert', 'Import', 'ImportFrom', 'Global', 'Nonlocal', 'Expr', 'Pass', 'Break', 'Continue'],
]);

/** Whether a node is a statement. */
export function isStatement({ nodeType }: { readonly nodeType: string }): boolean {
  return statementTypes.has(nodeType);
}

/** Whether a node is a call. */
export function isCall(node: { readonly nodeType: string } | null | undefined): node is Call {
  return node?.nodeType === 'Call';
}

/** Whether a node is a function of the program. */
function isFunction({ nodeType }: { readonly nodeType: string }): boolean {
  return nodeType === 'FunctionDef' || nodeType === 'AsyncFunctionDef';
}

/** `self` of `self.fc1`, and `fc1`; null for anything else. */
export function attributeOf(
  node: Expression | undefined,
): { readonly object: string; readonly name: string } | null {
  if (node?.nodeType !== 'Attribute' || node.value.nodeType !== 'Name') return null;
  return { object: node.value.id, name: node.attr };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  return starts;
}
