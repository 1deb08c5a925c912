/** Finds modules: builtin ones in the table, all others among the files that were given; what is missing is asked for. */
import type { Files } from '../../../base/source';
import type { Imported, Loader } from '../compile/imports';
import { LazyNames } from '../evaluate/lazyNames';
import { parseLibrary } from '../parse/parseLibrary';
import { parsePython, type Waiting } from '../parse/parsePython';
import type { ParsedFile } from '../parse/parsedFile';
import type { Machine } from '../values/machine';
import { none, str } from '../values/make';
import type { ModuleValue, Value } from '../values/value';
import { loadedModules } from '../modules/loadedModules';
import { withoutNetworks } from '../modules/withoutNetworks';
import type { ModuleTable } from './moduleTable';
import { candidatesOf, folderOf, joinPath, withoutReturn } from './paths';
import { runEverything } from './policy';
import { runTopLevel } from './topLevel';

/** What the loader works with. */
export interface LoaderParts {
  readonly files: Files;
  /** The source's folder. */
  readonly folder: string;
  /** Folders of installed packages, relative to the source's; they are among the roots. */
  readonly packages: readonly string[];
  readonly table: ModuleTable;
  /** Folders, relative to the source's, in which absolute imports are looked for. */
  readonly roots: readonly string[];
  /** Who waits for files to be parsed. */
  readonly waiting: Waiting;
  /** Runs a file's top level; its module is in the cache before, so that cycles find it. */
  readonly run: (machine: Machine, file: ParsedFile, module: ModuleValue) => void;
}

/** A loader that remembers what it loaded and what it misses. */
export interface FileLoader extends Loader {
  /** Paths that have to be given before everything can be found. */
  readonly needs: ReadonlySet<string>;
  /** Makes a module known under a path, and in `sys.modules`. */
  add(machine: Machine, path: string, module: ModuleValue): void;
  /** A builtin module or one that was loaded already. */
  builtin(machine: Machine, name: string): ModuleValue | undefined;
}

/** How many characters are parsed about as fast as one step is made. */
const charactersPerStep = 8;

/** Parsed texts of our own modules: they are the same for every machine. */
const parsedSources = new Map<string, ParsedFile>();

/** Whether a path is that of a folder around the source, its own among them, or of such a folder's own file. */
function isAround(path: string): boolean {
  return /^(?:\.\.\/?)*(?:__init__\.py)?$/.test(path);
}

/** A loader over the given files. */
export function fileLoader(parts: LoaderParts): FileLoader {
  return new RememberingLoader(parts);
}

class RememberingLoader implements FileLoader {
  readonly needs = new Set<string>();
  private readonly loaded = new Map<string, ModuleValue>();
  private readonly builtins = new Map<string, ModuleValue>();
  private readonly pathOf = new WeakMap<ReadonlyMap<string, Value>, string>();
  private readonly parts: LoaderParts;

  constructor(parts: LoaderParts) {
    this.parts = parts;
  }

  add(machine: Machine, path: string, module: ModuleValue): void {
    loadedModules(machine).setText(module.name, module);
    this.loaded.set(path, module);
    this.pathOf.set(module.attributes, path);
  }

  builtin(machine: Machine, name: string): ModuleValue | undefined {
    const known = this.builtins.get(name);
    if (known) return known;
    const row = this.parts.table.get(name);
    if (!row) return undefined;
    const attributes = new LazyNames().set('__name__', str(name));
    const missing = (on: Machine, wanted: string): Value | undefined =>
      this.builtin(on, `${name}.${wanted}`) ?? row.missing?.(on, wanted);
    const module: ModuleValue = { kind: 'module', name, attributes, missing };
    this.builtins.set(name, module);
    for (const [key, value] of row.values?.(machine) ?? []) attributes.set(key, value);
    if (row.source !== undefined) runOwnSource(machine, module, row.source);
    return module;
  }

  /** The module at the first of some paths that exists; null where one must be fetched first, undefined where there is none. */
  private fromFiles(
    machine: Machine,
    name: string,
    paths: readonly string[],
  ): ModuleValue | null | undefined {
    let waits = false;
    // One file has one path, whichever way leads to it: its module must be one too.
    for (const path of paths.map((each) => withoutReturn(each, this.parts.folder))) {
      const known = this.loaded.get(path);
      if (known) return known;
      const content = this.parts.files.get(path);
      if (content === undefined) {
        this.needs.add(path);
        waits = true;
      } else if (content instanceof Uint8Array && !waits) return this.runFile(machine, name, path, content);
    }
    return waits ? null : undefined;
  }

  private runFile(machine: Machine, name: string, path: string, content: Uint8Array): ModuleValue {
    this.runPackageOf(machine, name, path);
    const already = this.loaded.get(path);
    if (already) return already;
    const run = (on: Machine): void => {
      // Where the time is up no further file is parsed.
      on.step(Math.ceil(content.length / charactersPerStep));
      const parse = this.isInstalled(path) ? parseLibrary : parsePython;
      const text = new TextDecoder().decode(content);
      this.parts.run(on, parse({ path, text }, this.parts.waiting), module);
    };
    const waits = this.waits(path);
    const made = this.moduleFor(name, path);
    const module: ModuleValue = waits ? { ...made, missing: this.whenAsked(made, path, run) } : made;
    this.add(machine, path, module);
    if (!waits) run(machine);
    return module;
  }

  /**
   * Whether a package's own file runs only when it is needed. For an installed one that saves reading the whole library for one of its
   * files. One that the source lies in would import the source and its siblings, which stand half-way.
   */
  private waits(path: string): boolean {
    if (!path.endsWith('__init__.py')) return false;
    return isAround(path) || this.isInstalled(path);
  }

  private isInstalled(path: string): boolean {
    const { folder, packages } = this.parts;
    const whole = joinPath(folder, path);
    return packages.some((one) => whole.startsWith(`${joinPath(folder, one)}/`));
  }

  /** A package inside a package, or a part that only the package itself uses, is had without running its own file; so is a sibling of the source. */
  private whenAsked(
    { name, attributes, missing: parts }: ModuleValue,
    path: string,
    run: (machine: Machine) => void,
  ): NonNullable<ModuleValue['missing']> {
    let waiting = true;
    return (machine, wanted) => {
      if (waiting && !this.isPart(path, wanted)) {
        waiting = false;
        run(machine);
        const own = attributes.get(wanted);
        if (own !== undefined) return own;
      }
      return parts?.(machine, wanted) ?? (waiting ? undefined : inItsPlace(machine, name, wanted));
    };
  }

  private isPart(path: string, wanted: string): boolean {
    const [file = '', folder = ''] = candidatesOf(joinPath(folderOf(path), wanted));
    // What was imported by its own name is a module, unless the package might call something in it the same: `from .vgg import vgg`.
    const imported = this.loaded.get(withoutReturn(file, this.parts.folder));
    if (imported && !imported.attributes.has(wanted)) return true;
    const candidates = wanted.startsWith('_') || isAround(path) ? [file, folder] : [folder];
    const contents = candidates.map((each) => {
      const candidate = withoutReturn(each, this.parts.folder);
      const content = this.parts.files.get(candidate);
      if (content === undefined) this.needs.add(candidate);
      return this.loaded.has(candidate) || content instanceof Uint8Array;
    });
    return contents.some(Boolean);
  }

  /** A package's own file runs before the modules in it. The source's own folder is left out: its file would import the source again. */
  private runPackageOf(machine: Machine, name: string, path: string): void {
    const folder = folderOf(path.replace(/\/?__init__\.py$/, ''));
    if (isAround(folder)) return;
    const own = joinPath(folder, '__init__.py');
    if (!this.loaded.has(own)) this.fromFiles(machine, name.replace(/\.?[^.]*$/, '') || name, [own]);
  }

  private moduleFor(name: string, path: string): ModuleValue {
    const missing = (machine: Machine, wanted: string): Value | undefined => {
      if (!path.endsWith('__init__.py') || wanted.startsWith('__')) return undefined;
      const inner = candidatesOf(joinPath(folderOf(path), wanted)).filter(
        (candidate) => this.loaded.has(candidate) || this.parts.files.get(candidate) instanceof Uint8Array,
      );
      return this.fromFiles(machine, `${name}.${wanted}`, inner) ?? undefined;
    };
    // What a library's file defines is only made when somebody asks for it.
    const attributes = this.isInstalled(path) ? new LazyNames() : new Map<string, Value>();
    attributes.set('__name__', str(name)).set('__file__', str(path)).set('__spec__', none);
    return { kind: 'module', name, attributes, missing };
  }

  /** `import a.b` also names a, which may be a folder without a file of its own. */
  private namespace(name: string): ModuleValue | undefined {
    const inside = this.parts.roots.map((root) => `${joinPath(root, name.replaceAll('.', '/'))}/`);
    if (![...this.loaded.keys()].some((path) => inside.some((folder) => path.startsWith(folder))))
      return undefined;
    return this.moduleFor(
      name,
      `${inside.find((folder) => [...this.loaded.keys()].some((path) => path.startsWith(folder))) ?? ''}__init__.py`,
    );
  }

  load(machine: Machine, name: string, level: number, importer: ReadonlyMap<string, Value>): Imported {
    if (level === 0) {
      const own = this.builtin(machine, name) ?? this.builtinPart(machine, name);
      if (own) return own;
    }
    const dotted = name.replaceAll('.', '/');
    const from = this.pathOf.get(importer) ?? '';
    const bases = level === 0 ? this.rootsFor(name) : [joinPath(folderOf(from), '../'.repeat(level - 1))];
    const paths = bases.flatMap((base) =>
      dotted === '' ? [joinPath(base, '__init__.py')] : candidatesOf(joinPath(base, dotted)),
    );
    const found = this.fromFiles(machine, name, paths);
    if (found) return found;
    if (found === null)
      return machine.unknown('file', `The file of the module ${name} has been asked for.`, name);
    return (level === 0 ? this.namespace(name) : undefined) ?? unavailable(machine, name, level);
  }

  /** Where an absolute import is looked for. */
  private rootsFor(name: string): readonly string[] {
    const { roots, packages } = this.parts;
    const top = name.split('.')[0] ?? name;
    const own = roots.filter((root) => packages.includes(root) || !this.isInPackage(root, top));
    return withoutNetworks.has(top) ? own.filter((root) => !packages.includes(root)) : own;
  }

  /** Whether a name would be the source's own folder, itself a part of a package: Python never finds that by its bare name. */
  private isInPackage(root: string, top: string): boolean {
    const folder = withoutReturn(joinPath(root, top), this.parts.folder);
    if (folder !== '' && !isAround(folder)) return false;
    const path = joinPath(root, '__init__.py');
    const content = this.parts.files.get(path);
    if (content === undefined) this.needs.add(path);
    return content instanceof Uint8Array;
  }

  /** A part of a builtin module that has no row of its own. */
  private builtinPart(machine: Machine, name: string): Imported | undefined {
    const top = name.split('.')[0] ?? name;
    const whole = name === top ? undefined : this.builtin(machine, top);
    if (!whole) return undefined;
    let value: Value = whole;
    for (const part of name.split('.').slice(1)) {
      const inner: Value | undefined = machine.findAttribute(value, part);
      if (inner === undefined) return machine.unknown('module', `The module ${name} is not supported.`, name);
      value = inner;
    }
    // What our tables call something else is no module; it is not looked for among files either.
    return value.kind === 'module' || value.kind === 'unknown' ? value : unavailable(machine, name, 0);
  }
}

/** A name of what a module put in its own place in `sys.modules`, as libraries do that load their parts when they are asked for. */
function inItsPlace(machine: Machine, module: string, wanted: string): Value | undefined {
  const now = loadedModules(machine).getText(module);
  if (now === undefined || now.kind === 'module' || wanted.startsWith('__')) return undefined;
  const found = machine.findAttribute(now, wanted);
  return (
    found ?? machine.unknown('module', `${module} finds ${wanted} only when it runs.`, `${module}.${wanted}`)
  );
}

function unavailable(machine: Machine, name: string, level: number): Imported {
  const shown = `${'.'.repeat(level)}${name}`;
  return machine.unknown('module', `The module ${shown} is not in the workspace.`, shown);
}

/** Runs Python text of ours with what its module has already in scope; its definitions wait until somebody asks for them. */
function runOwnSource(machine: Machine, module: ModuleValue, text: string): void {
  const path = `<${module.name}>`;
  const file = parsedSources.get(path) ?? parseLibrary({ path, text });
  parsedSources.set(path, file);
  runTopLevel(machine, file, module, runEverything);
}
