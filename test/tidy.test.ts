/** Tidiness: folder order is dependency order, no import cycles, small files and functions, and a header sentence in every file. */
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');
const largestFile = 350;
const largestFunction = 60;

/** For every folder the folders that it may import from (types and values alike), besides itself. */
const layers = {
  'src/base': [],
  'src/tensor': ['src/base'],
  'src/ops': ['src/base', 'src/tensor'],
  'src/graph': ['src/base', 'src/tensor', 'src/ops'],
  'src/readers': ['src/base', 'src/tensor', 'src/ops', 'src/graph'],
  'src/engine': ['src/base', 'src/tensor', 'src/ops', 'src/graph'],
  'src/analysis': ['src/base', 'src/tensor', 'src/ops', 'src/graph', 'src/engine'],
  'src/inspect': [
    'src/base',
    'src/tensor',
    'src/ops',
    'src/graph',
    'src/readers',
    'src/engine',
    'src/analysis',
  ],
  'src/studies': [
    'src/base',
    'src/tensor',
    'src/ops',
    'src/graph',
    'src/readers',
    'src/engine',
    'src/analysis',
    'src/inspect',
  ],
  'src/protocol': ['src/base', 'src/readers', 'src/analysis', 'src/studies'],
  'src/worker': [
    'src/base',
    'src/tensor',
    'src/readers',
    'src/analysis',
    'src/inspect',
    'src/studies',
    'src/protocol',
  ],
  'src/cli': [
    'src/base',
    'src/tensor',
    'src/readers',
    'src/analysis',
    'src/inspect',
    'src/studies',
    'src/protocol',
  ],
  'src/host': ['src/base', 'src/analysis', 'src/protocol'],
  webview: ['src/base', 'src/analysis', 'src/studies', 'src/protocol'],
} as const satisfies Record<string, readonly string[]>;

/** Imports that reach across more than the table says must be types only: they vanish when compiled. */
const typesOnly: Readonly<Record<string, readonly string[]>> = {
  'src/protocol': ['src/readers', 'src/analysis', 'src/studies'],
  'src/host': ['src/analysis'],
  webview: ['src/analysis', 'src/studies'],
};

/** Packages that only one place may import. */
const soleImporters: Readonly<Record<string, (file: string) => boolean>> = {
  vscode: (file) => file.startsWith('src/host/'),
  'chart.js': (file) => file === 'webview/chart.ts' || file.startsWith('webview/charts/'),
};

/** Words that name no room of the product. */
const vagueNames = /(^|\/)(utils?|helpers?|common|misc)(\.|\/|$)|Manager/;

interface SourceFile {
  /** Path from the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function filesUnder(folder: string): readonly SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => {
      const full = path.join(entry.parentPath, entry.name);
      const text = readFileSync(full, 'utf8');
      const relative = path.relative(root, full).replaceAll(path.sep, '/');
      return {
        path: relative,
        text,
        tree: ts.createSourceFile(relative, text, ts.ScriptTarget.ES2023, true),
      };
    });
}

function importsOf({ path: from, tree }: SourceFile): readonly Import[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    return [{ from, to: resolved(from, moduleSpecifier.text), typeOnly: isTypeOnly(statement) }];
  });
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    !clause.name &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((e) => e.isTypeOnly)
  );
}

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.join(path.posix.dirname(from), specifier);
}

function layerOf(file: string): keyof typeof layers | undefined {
  return Object.keys(layers).find(
    (layer): layer is keyof typeof layers => file === layer || file.startsWith(`${layer}/`),
  );
}

/** Length of every function in lines, signature to closing brace, by its place. */
function functionsOf({
  path: file,
  tree,
}: SourceFile): readonly { readonly place: string; readonly lines: number }[] {
  const found: { place: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = tree.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({ place: `${file}:${first + 1}`, lines: last - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Files on an import cycle, types left out. */
function cyclesAmong(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const finished = new Set<string>();
  const cycles: string[] = [];
  const follow = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (finished.has(file) || trail.includes(file)) return;
    for (const next of edges.get(file) ?? []) follow(next, [...trail, file]);
    finished.add(file);
  };
  for (const file of edges.keys()) follow(file, []);
  return cycles;
}

const shipped = [...filesUnder('src'), ...filesUnder('webview')];
const everything = [...shipped, ...filesUnder('test')];

describe('tidiness', () => {
  it('keeps every shipped file in a folder of the layer table', () => {
    assert.deepEqual(
      shipped.map((file) => file.path).filter((file) => layerOf(file) === undefined),
      [],
    );
  });

  it('imports only along the layer table', () => {
    const wrong = shipped.flatMap(importsOf).filter(({ from, to }) => {
      const here = layerOf(from);
      const there = layerOf(to);
      const allowed: readonly string[] = here ? layers[here] : [];
      return there !== undefined && there !== here && !allowed.includes(there);
    });
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    );
  });

  it('takes nothing but types from the folders whose code belongs to the worker', () => {
    const wrong = shipped.flatMap(importsOf).filter(({ from, to, typeOnly }) => {
      const there = layerOf(to);
      return !typeOnly && there !== undefined && (typesOnly[layerOf(from) ?? ''] ?? []).includes(there);
    });
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    );
  });

  it('leaves vscode to the host and chart.js to the charts', () => {
    const wrong = shipped.flatMap(importsOf).filter(({ from, to }) => soleImporters[to]?.(from) === false);
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} imports ${to}`),
      [],
    );
  });

  it('has no import cycle', () => {
    const known = new Set(everything.map((file) => file.path));
    const edges = new Map(
      everything.map((file) => [
        file.path,
        importsOf(file)
          .filter(({ typeOnly }) => !typeOnly)
          .map(({ to }) => [`${to}.ts`, `${to}/index.ts`, to].find((candidate) => known.has(candidate)))
          .filter((to) => to !== undefined),
      ]),
    );
    assert.deepEqual(cyclesAmong(edges), []);
  });

  it(`has no file over ${largestFile} lines, unless its header says that it is a table of data`, () => {
    const long = everything.filter(
      ({ text }) => text.split('\n').length - 1 > largestFile && !/table of data/.test(header(text)),
    );
    assert.deepEqual(
      long.map((file) => file.path),
      [],
    );
  });

  it(`has no function over ${largestFunction} lines`, () => {
    const long = shipped.flatMap(functionsOf).filter(({ lines }) => lines > largestFunction);
    assert.deepEqual(long, []);
  });

  it('opens every file with a sentence that says what it is for', () => {
    const mute = everything.filter(({ text }) => !/^(\/\*\*?|\/\/)\s[\s\S]{15,}?[.:]/.test(header(text)));
    assert.deepEqual(
      mute.map((file) => file.path),
      [],
    );
  });

  it('has a map whose links lead somewhere, and whose lessons name tests and examples that are there', () => {
    const map = readFileSync(path.join(root, 'src/README.md'), 'utf8');
    const isThere = (file: string): boolean => existsSync(path.join(root, file));
    const named = (pattern: RegExp, text: string): string[] =>
      [...text.matchAll(pattern)].map(([, name = '']) => name);
    const lost = named(/\]\(([^)]+)\)/g, map).filter((link) => !isThere(`src/${link}`));
    const rows = map.split('\n').filter((line) => /^\| \d, /.test(line));
    for (const row of rows) {
      const [, , , examples = '', tests = ''] = row.split('|');
      const suffixes = ['yaml', 'json'].map((suffix) => `.network.${suffix}`);
      const unknown = named(/`(\w[\w-]*)`/g, examples).filter(
        (name) => !suffixes.some((suffix) => isThere(`examples/${name}${suffix}`)),
      );
      const missing = named(/`([^`]+)`/g, tests).filter(
        (name) => !isThere(`test/${name}`) && !isThere(`test/${name}.test.ts`),
      );
      lost.push(...unknown, ...missing);
    }
    assert.ok(rows.length > 0);
    assert.deepEqual(lost, []);
  });

  it('has no room for vague names', () => {
    assert.deepEqual(
      everything.map((file) => file.path).filter((file) => vagueNames.test(file)),
      [],
    );
  });
});

/** The comment that a file opens with; a first line for the shell is passed over. */
function header(text: string): string {
  return /^(?:#!.*\n)?(\/\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/.exec(text)?.[1] ?? '';
}
