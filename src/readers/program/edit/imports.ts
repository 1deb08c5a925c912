/** The names under which a program knows the parts of its framework, and the shortest way to write one of them. */
import type { Change } from '../../edit/draft';
import type { Expression, Statement, StatementOf } from '../../python/parse/syntax';
import { insertion, type Page } from './page';

/** Modules of torch that get an import of their own where the program has no name for them. */
const usualImports: readonly (readonly [module: string, line: string, name: string])[] = [
  ['torch.nn.functional', 'import torch.nn.functional as F', 'F'],
  ['torch.nn', 'import torch.nn as nn', 'nn'],
  ['torch', 'import torch', 'torch'],
];

/** Packages among whose imports a missing one is added. */
const frameworks = /^(?:torch|keras|tensorflow|tf_keras)$/;

/** What a program imports, by the names that it has for it. */
export class Imports {
  private readonly page: Page;
  /** Dotted paths by local names, those of the top level before others. */
  private readonly known = new Map<string, string>();
  private readonly stars = new Set<string>();
  private readonly lists: StatementOf<'ImportFrom'>[] = [];
  private last: Statement | null = null;
  /** Imports that are missing, by what they give; filled while names are written. */
  private readonly added = new Map<string, Change>();

  constructor(page: Page) {
    this.page = page;
    for (const node of page.nodes) {
      if (node.nodeType === 'Import') this.take(node as StatementOf<'Import'>); // its type was just looked at
      if (node.nodeType === 'ImportFrom') this.takeFrom(node as StatementOf<'ImportFrom'>); // the same
    }
  }

  private take(statement: StatementOf<'Import'>): void {
    for (const { name, asname } of statement.names) {
      const [root = name] = name.split('.');
      this.know(asname ?? root, asname === undefined ? root : name);
      if (frameworks.test(root)) this.see(statement);
    }
  }

  private takeFrom(statement: StatementOf<'ImportFrom'>): void {
    const { module, names, level } = statement;
    if (module === undefined || (level ?? 0) > 0) return;
    for (const { name, asname } of names) {
      if (name === '*') this.stars.add(module);
      else this.know(asname ?? name, `${module}.${name}`);
    }
    if (!frameworks.test(module.split('.')[0] ?? '')) return;
    this.see(statement);
    if (this.page.parent(statement) === null && !this.stars.has(module)) this.lists.push(statement);
  }

  private know(name: string, dotted: string): void {
    if (!this.known.has(name)) this.known.set(name, dotted);
  }

  private see(statement: Statement): void {
    if (this.page.parent(statement) === null) this.last = statement;
  }

  /** `torch.nn.Linear` for `nn.Linear`; null for what no import gives. */
  dotted(expression: Expression): string | null {
    if (expression.nodeType === 'Name') {
      const known = this.known.get(expression.id);
      if (known !== undefined) return known;
      const [star] = this.stars;
      return star === undefined || this.stars.size > 1 ? null : `${star}.${expression.id}`;
    }
    if (expression.nodeType !== 'Attribute') return null;
    const value = this.dotted(expression.value);
    return value === null ? null : `${value}.${expression.attr}`;
  }

  /** The dotted paths that the program has names for, in the order of its text. */
  paths(): readonly string[] {
    return [...this.known.values(), ...this.stars];
  }

  /** The name that the program has for what fits a pattern. */
  nameFor(path: RegExp): string | undefined {
    return [...this.known].find(([, dotted]) => path.test(dotted))?.[0];
  }

  /** Whether the program has a name for a module. */
  has(module: string): boolean {
    return [...this.known.values()].includes(module);
  }

  /** What the program would write for a dotted path; an import that it lacks is added (see `changes`). */
  spell(path: string): string {
    const own = [...this.known]
      .filter(([, dotted]) => path === dotted || path.startsWith(`${dotted}.`))
      .sort(([, one], [, other]) => other.length - one.length)[0];
    if (own) return `${own[0]}${path.slice(own[1].length)}`;
    const cut = path.lastIndexOf('.');
    const [module, name] = [path.slice(0, cut), path.slice(cut + 1)];
    if (this.stars.has(module)) return name;
    const list = this.lists.find((statement) => statement.module === module);
    if (list) return this.longer(list, name);
    const usual = usualImports.find(([each]) => path.startsWith(`${each}.`));
    const [prefix, line, local] = usual ?? [path, `from ${module} import ${name}`, name];
    this.added.set(line, this.lineFor(line));
    return `${local}${path.slice(prefix.length)}`;
  }

  /** A name of a module as the program would write it that imports its neighbours one by one: from the list of those. */
  spellAmong(module: string, name: string): string {
    const own = [...this.known].find(([, dotted]) => dotted === `${module}.${name}`);
    if (own) return own[0];
    if (this.stars.has(module)) return name;
    const list = this.lists.find((statement) => statement.module === module);
    return list ? this.longer(list, name) : this.spell(`${module}.${name}`);
  }

  /** Another name in a `from torch.nn import …`. */
  private longer(list: StatementOf<'ImportFrom'>, name: string): string {
    const last = list.names.at(-1);
    const end = last ? this.page.range(last).end : this.page.range(list).end;
    this.added.set(`${list.module ?? ''}.${name}`, insertion(end, `, ${name}`));
    return name;
  }

  private lineFor(line: string): Change {
    if (this.last) return this.page.linesBehind(this.last, [line]);
    const first = this.page.file.body[0];
    return first ? this.page.linesAbove(first, [line]) : insertion(0, `${line}\n`);
  }

  /** The imports that what was written needs. */
  changes(): readonly Change[] {
    return [...this.added.values()];
  }
}
