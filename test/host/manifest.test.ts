// What package.json promises: the budgets of commands, settings and bytes, and that every name in it exists.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { settableLimits } from '../../src/analysis/rules/limits';
import { ruleIds } from '../../src/analysis/rules/table';
import { built, checkout, dist } from './build';

interface Property {
  readonly items?: { readonly enum: readonly string[] };
  readonly patternProperties?: Readonly<Record<string, unknown>>;
}

interface Contributes {
  readonly commands: readonly { readonly command: string; readonly category: string }[];
  readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
  readonly configuration: {
    readonly properties: Readonly<Record<string, Property>>;
  };
  readonly configurationDefaults: Readonly<Record<string, unknown>>;
  readonly jsonValidation: readonly { readonly url: string }[];
  readonly walkthroughs: readonly {
    readonly steps: readonly { readonly media: { readonly markdown: string } }[];
  }[];
  readonly keybindings?: unknown;
}

interface Manifest {
  readonly contributes: Contributes;
  readonly activationEvents: readonly string[];
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
}

const read = (name: string): string => readFileSync(join(checkout, name), 'utf8');
// The shape is what these tests are about; a wrong one fails them.
const manifest = JSON.parse(read('package.json')) as Manifest;
const words = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const { contributes } = manifest;

describe('the manifest', () => {
  it('keeps within 15 commands, 20 settings and no key bindings', () => {
    assert.ok(contributes.commands.length <= 15);
    assert.ok(Object.keys(contributes.configuration.properties).length <= 20);
    assert.equal(contributes.keybindings, undefined);
    assert.ok(contributes.commands.every(({ category }) => category === 'Backprop Lens'));
  });

  it('wakes for network files, views and restored panels only', () => {
    assert.ok(!manifest.activationEvents.some((event) => event === '*' || event === 'onStartupFinished'));
  });

  it('has a text for every placeholder, and no text that nothing shows', () => {
    const used = new Set([...read('package.json').matchAll(/"%(.+?)%"/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
  });

  it('names commands in menus and texts that are contributed, and registers each', () => {
    const contributed = new Set(contributes.commands.map(({ command }) => command));
    const named = Object.values(contributes.menus).flatMap((rows) => rows.map(({ command }) => command));
    for (const command of named) assert.ok(command === undefined || contributed.has(command), command);
    for (const [, command = ''] of JSON.stringify(words).matchAll(/command:([\w.]+)/g)) {
      assert.ok(contributed.has(command), command);
    }
    const registering = read('src/host/commands.ts');
    for (const command of contributed) {
      assert.match(registering, new RegExp(`\\b${command.replace('backpropLens.', '')}\\b`));
    }
  });

  it('offers exactly the rules that there are to be silenced', () => {
    const offered = contributes.configuration.properties['backpropLens.ignore']?.items?.enum ?? [];
    assert.deepEqual([...offered].sort(), [...ruleIds].sort());
    for (const rule of offered)
      assert.ok(existsSync(join(checkout, 'src/analysis/rules', `${rule}.md`)), rule);
  });

  it('lets exactly those limits be set that are no facts', () => {
    const { patternProperties = {} } = contributes.configuration.properties['backpropLens.limits'] ?? {};
    const [pattern, ...others] = Object.keys(patternProperties);
    assert.deepEqual(others, []);
    assert.equal(pattern, `^(${Object.keys(settableLimits()).join('|')})$`);
  });

  it('gives the pages of the rules to the Markdown preview', () => {
    const associations = contributes.configurationDefaults['workbench.editorAssociations'];
    assert.deepEqual(associations, { 'backprop-lens:/rules/*.md': 'vscode.markdown.preview.editor' });
    assert.ok(manifest.activationEvents.includes('onFileSystem:backprop-lens'));
  });

  it('walks a newcomer through four steps, each with its page', () => {
    const [walkthrough, ...others] = contributes.walkthroughs;
    assert.equal(others.length, 0);
    assert.equal(walkthrough?.steps.length, 4);
    for (const { media } of walkthrough.steps)
      assert.ok(existsSync(join(checkout, media.markdown)), media.markdown);
  });

  it('shows its icon only where there is a network file', () => {
    for (const place of ['editor/title', 'explorer/context', 'editor/context']) {
      for (const { when } of contributes.menus[place] ?? []) assert.match(when ?? '', /resourceFilename =~/);
    }
  });

  it('needs nothing at run time but itself', () => {
    assert.equal(manifest.dependencies, undefined);
  });
});

describe('the build', function () {
  this.timeout(120_000);
  before(built);

  it('makes every file that the manifest names', () => {
    const { main, browser, icon, bin } = manifest;
    const schemas = contributes.jsonValidation.map(({ url }) => url);
    for (const file of [main, browser, icon, ...Object.values(bin), ...schemas]) {
      assert.ok(existsSync(join(checkout, file)), file);
    }
  });

  it('keeps what activation loads of the host within 30 kB', () => {
    assert.ok(statSync(dist('extension.js')).size <= 30_000);
  });

  it('keeps the whole host within 100 kB, which in the browser is one bundle', () => {
    assert.ok(statSync(dist('extension.js')).size + statSync(dist('later.js')).size <= 100_000);
    assert.ok(statSync(dist('browser', 'extension.js')).size <= 100_000);
  });

  it('loads the host in a few milliseconds', () => {
    // Everything of VS Code that the bundle touches while it loads: classes to extend and enumerations to read.
    const script = `
      const anything = new Proxy(function () {}, { get: () => anything });
      // The bundle copies what the module has, and keeps its prototype.
      const vscode = Object.create(anything);
      const { Module } = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
      const began = performance.now();
      require(${JSON.stringify(dist('extension.js'))});
      process.stdout.write(String(performance.now() - began));`;
    const times = Array.from({ length: 5 }, () =>
      Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })),
    );
    // The quickest of five, since other programs may run beside it; 25 ms is the goal, and only a bundle that does work when it is loaded takes four times that.
    const quickest = Math.min(...times);
    assert.ok(quickest < 100, `${quickest.toFixed(1)} ms`);
  });

  it('ships a page for each rule, in which no link leads out of the package', () => {
    for (const rule of ruleIds) {
      const page = readFileSync(dist('rules', `${rule}.md`), 'utf8');
      for (const [, target = ''] of page.matchAll(/\]\(([^)]+)\)/g)) {
        assert.ok(/^https:/.test(target) || existsSync(dist('rules', target)), `${rule}: ${target}`);
      }
    }
  });

  it('imports no module of Node in what runs in a browser', () => {
    const required = /\brequire\("([^"]+)"\)|\bfrom ?"([^"]+)"|\bimport\("([^"]+)"\)/g;
    // The worker's file is for Node too: the build holds its imports, and a browser runs it in test/worker.
    for (const file of [dist('browser', 'extension.js'), dist('webview', 'main.js')]) {
      const names = [...readFileSync(file, 'utf8').matchAll(required)].map((match) =>
        match.slice(1).join(''),
      );
      const bad = names.filter((name) => name.startsWith('node:') || builtinModules.includes(name));
      assert.deepEqual(bad, [], file);
    }
  });

  it('ships what is needed and nothing else, in at most 2 MB', async () => {
    const files = await listFiles({ cwd: checkout, packageManager: PackageManager.None });
    const expected =
      /^(dist\/(?!test\/).+\.(js|css|wasm)|dist\/network\.schema\.json|dist\/examples\/(?:[^/]+\/)?[^/]+|dist\/rules\/[^/]+\.md|media\/[^/]+|media\/walkthrough\/[^/]+|package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
    mkdirSync(dist('test'), { recursive: true });
    const vsix = dist('test', 'size.vsix');
    await createVSIX({ cwd: checkout, packagePath: vsix, dependencies: false, allowMissingRepository: true });
    assert.ok(statSync(vsix).size <= 2_000_000, `${statSync(vsix).size} bytes`);
  });
});
