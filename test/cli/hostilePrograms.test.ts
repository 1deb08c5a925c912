/** Programs that want more than to be read: whatever they write, no file outside of the workspace and the named packages is opened, and nothing runs. */
import { strict as assert } from 'node:assert';
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { call } from './call';

/** What a program was seen to do. */
interface Seen {
  /** Files that were opened, links followed. */
  readonly opened: string[];
  /** Processes that were begun. */
  readonly begun: string[];
}

/** Functions through which Node opens files or begins processes, by the object that has them. */
const watched = [
  [fs, ['readFileSync', 'openSync', 'createReadStream', 'readdirSync', 'opendirSync', 'open', 'readFile']],
  [fs.promises, ['readFile', 'open', 'readdir', 'opendir', 'copyFile']],
] as const;
const beginnings = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const;

/** Does work while every opened file and every process is noted. */
async function watching(work: () => Promise<unknown>): Promise<Seen> {
  const seen: Seen = { opened: [], begun: [] };
  const undo: (() => void)[] = [];
  const wrap = (holder: object, name: string, note: (first: unknown) => void): void => {
    const original: unknown = Reflect.get(holder, name);
    assert.ok(typeof original === 'function', name);
    const noting = (...given: unknown[]): unknown => {
      note(given[0]);
      return Reflect.apply(original, holder, given);
    };
    Reflect.set(holder, name, noting);
    undo.push(() => Reflect.set(holder, name, original));
  };
  for (const [holder, names] of watched)
    for (const name of names) wrap(holder, name, (file) => seen.opened.push(real(String(file))));
  for (const name of beginnings) wrap(childProcess, name, (file) => seen.begun.push(String(file)));
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    for (const each of undo) each();
    syncBuiltinESMExports();
  }
  return seen;
}

function real(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

const model =
  '\nassert False, leak\nimport torch\nfrom torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layer = nn.Linear(3, 4)\n    def forward(self, x):\n        return self.layer(x)\n';

/** What programs write; OUTSIDE stands for a folder beside the workspace, whose `secret.py` has a text `leak`, and MARKER for a file that nothing may make. */
const programs: Readonly<Record<string, string>> = {
  'imports from folders above':
    'from ... import secret\nfrom ....outside import secret as b\nfrom .. import outside\nimport outside.secret',
  'imports through links':
    'import link\nimport linked.secret\nfrom linked import secret as other\nleak = link.leak',
  'names of modules that are paths':
    "import importlib\na = importlib.import_module('OUTSIDE/secret')\nb = importlib.import_module('../outside/secret')\nc = importlib.import_module('..secret', '../outside')\nd = __import__('OUTSIDE.secret')\ne = __import__('../outside/secret')\nf = __import__('secret', globals(), locals(), [], 3)",
  'more folders for imports':
    "import sys, site\nsys.path.append('OUTSIDE')\nsys.path[0:0] = ['OUTSIDE']\nsite.addsitedir('OUTSIDE')\nimport secret\nleak = secret.leak",
  'packages that say where they lie':
    'import trick\nimport trick.secret\nfrom trick import secret\nleak = secret.leak',
  'installed packages that lead elsewhere':
    'import lib\nfrom lib import secret\nimport through.secret\nimport pathed',
  'loaders of their own':
    "import importlib.util, importlib.machinery, runpy, imp\nspec = importlib.util.spec_from_file_location('s', 'OUTSIDE/secret.py')\nmod = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(mod)\nrunpy.run_path('OUTSIDE/secret.py')\nm = importlib.machinery.SourceFileLoader('s', 'OUTSIDE/secret.py').load_module()\nx = imp.load_source('s', 'OUTSIDE/secret.py')\n__loader__.get_data('OUTSIDE/secret.py')",
  'a path of its own':
    "__path__ = ['OUTSIDE']\n__file__ = 'OUTSIDE/x.py'\n__package__ = 'outside'\n__name__ = 'outside.x'\nfrom . import secret\nfrom .secret import leak",
  'files opened by name':
    "from pathlib import Path\nimport io, json, pickle, os, numpy as np, torch\na = open('OUTSIDE/secret.py').read()\nb = Path('OUTSIDE/secret.py').read_text()\nc = io.open('OUTSIDE/secret.py').read()\nd = json.load(open('../outside/data.json'))\ne = pickle.load(open('OUTSIDE/data.pkl', 'rb'))\nf = torch.load('OUTSIDE/weights.pt')\ng = np.load('OUTSIDE/data.npy')\nh = os.listdir('OUTSIDE')\nimport pandas as pd\ni = pd.read_csv('OUTSIDE/data.csv')\nimport glob\nj = glob.glob('OUTSIDE/*')",
  commands:
    "import os, subprocess, shutil, multiprocessing\nos.system('touch MARKER')\nsubprocess.run(['touch', 'MARKER'])\nsubprocess.Popen('touch MARKER', shell=True)\nos.popen('touch MARKER').read()\nos.execv('/usr/bin/touch', ['touch', 'MARKER'])\nmultiprocessing.Process(target=os.system, args=('touch MARKER',)).start()\nopen('MARKER', 'w').write('x')\nPathlike = os.open('MARKER', os.O_CREAT)",
  'text that is to be run':
    "code = \"open('MARKER', 'w').write('x')\"\nexec(code)\neval(code)\neval(compile(code, 'x', 'exec'))\n(lambda: None).__code__\nimport builtins\ngetattr(builtins, 'ev' + 'al')(code)\nvars(builtins)['exec'](code)\n__builtins__.exec(code)\nglobals()['__builtins__']['exec'](code)\nimport types\ntypes.FunctionType(compile(code, 'x', 'exec'), {})()",
  'the way through attributes':
    "o = ().__class__.__mro__[-1].__subclasses__()\nfor c in o: print(c)\np = [c for c in o if c.__name__ == 'Popen'][0]('touch MARKER', shell=True)\nq = torch.__builtins__['open']('MARKER', 'w') if False else ''.__class__.__init__.__globals__['os'].system('touch MARKER')\nconstructor = (lambda: 0).constructor('return process')()\nx = [].constructor.constructor(\"return process.mainModule.require('child_process').execSync('touch MARKER')\")()\ny = {}.__proto__.__defineGetter__('leak', lambda: 1)",
  'libraries of machine code':
    "import ctypes, ctypes.util, cffi\nlib = ctypes.CDLL('./evil.so')\nlibc = ctypes.CDLL('libc.so.6')\nlibc.system(b'touch MARKER')\nimport evil\nfrom torch.utils.cpp_extension import load\next = load(name='e', sources=['OUTSIDE/e.cpp'])\ntorch.ops.load_library('OUTSIDE/e.so')\nimport torch\ntorch.classes.load_library('OUTSIDE/e.so')",
  'methods that are called unasked':
    "import os\nclass A:\n    def __del__(self): os.system('touch MARKER')\n    def __reduce__(self): return (os.system, ('touch MARKER',))\n    def __init_subclass__(cls): os.system('touch MARKER')\n    def __class_getitem__(cls, i): return os.system('touch MARKER')\nclass B(A): pass\nA()\nA[1]\nimport pickle, atexit\npickle.loads(b\"cos\\nsystem\\n(S'touch MARKER'\\ntR.\")\natexit.register(os.system, 'touch MARKER')\nimport signal\nsignal.signal(14, lambda *a: os.system('touch MARKER'))",
  'the net':
    "import socket, urllib.request, requests\ns = socket.create_connection(('127.0.0.1', 9))\nu = urllib.request.urlopen('file://OUTSIDE/secret.py').read()\nr = requests.get('http://127.0.0.1:9/')\nimport torch\nw = torch.hub.load_state_dict_from_url('file://OUTSIDE/w.pt')\nh = torch.hub.load('OUTSIDE', 'x', source='local')",
  'odd names':
    "import con, nul, aux\nfrom con import prn\nimport SECRET, Secret\nimport __main__\nimport ℌ\nimport importlib\nx = importlib.import_module('a' * 100000)\ny = importlib.import_module('a.' * 5000 + 'b')\nz = importlib.import_module('x\\0y')\nw = importlib.import_module('%2e%2e/outside/secret')\nv = importlib.import_module('..\\\\outside\\\\secret')",
};

describe('programs that want more than to be read', () => {
  let root = '';
  const inRoot = (...parts: string[]): string => path.join(root, ...parts);
  const write = (name: string, text = ''): void => {
    fs.mkdirSync(path.dirname(inRoot(name)), { recursive: true });
    fs.writeFileSync(inRoot(name), text);
  };
  const filled = (text: string): string =>
    text.replaceAll('OUTSIDE', inRoot('outside')).replaceAll('MARKER', inRoot('marker'));

  before(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'backprop-lens-')));
    const secret = 'leak = "LEAKED"\n';
    write('outside/secret.py', secret);
    write('outside/__init__.py', secret);
    write('secret.py', secret);
    for (const name of ['data.json', 'data.pkl', 'data.npy', 'data.csv', 'weights.pt', 'e.so', 'w.pt'])
      write(`outside/${name}`, 'LEAKED');
    write('workspace/evil.so', 'LEAKED');
    write(
      'workspace/trick/__init__.py',
      filled("__path__ = ['OUTSIDE']\n__all__ = ['../../outside/secret']\n"),
    );
    fs.symlinkSync(inRoot('outside/secret.py'), inRoot('workspace/link.py'));
    fs.symlinkSync(inRoot('outside'), inRoot('workspace/linked'));
    write(
      'site/lib/__init__.py',
      filled("__path__.append('OUTSIDE')\nfrom ...outside import secret\nfrom ..... import secret\n"),
    );
    write('site/extra.pth', filled('OUTSIDE\nimport os; os.system("touch MARKER")\n'));
    write('site/sitecustomize.py', filled('import os\nos.system("touch MARKER")\n'));
    write('site/pathed/__init__.py', 'from ..extra import x\nfrom ... import secret\n');
  });
  after(() => fs.rmSync(root, { recursive: true }));

  it('are seen when a file outside is opened or a process begun', async () => {
    const seen = await watching(async () => {
      await fs.promises.readFile(inRoot('outside/secret.py'));
      childProcess.spawnSync(process.execPath, ['--version']);
    });
    assert.deepEqual(seen, { opened: [inRoot('outside/secret.py')], begun: [process.execPath] });
  });

  for (const [name, text] of Object.entries(programs)) {
    it(`reach nothing, and their model is read: ${name}`, async () => {
      write('workspace/model.py', `${filled(text)}\n${model}`);
      let output = '';
      const seen = await watching(async () => {
        const words = ['inspect', inRoot('workspace/model.py'), '--json', '--network', 'Net()'];
        const printed = await call(...words, '--input', '1,3', '--site-packages', inRoot('site'));
        output = printed.output;
      });
      const allowed = [inRoot('workspace'), inRoot('site')].map((folder) => folder + path.sep);
      const elsewhere = seen.opened.filter((file) => !allowed.some((folder) => file.startsWith(folder)));
      assert.deepEqual(elsewhere, []);
      assert.ok(seen.opened.includes(inRoot('workspace/model.py')));
      assert.deepEqual(seen.begun, []);
      assert.ok(!fs.existsSync(inRoot('marker')));
      assert.doesNotMatch(output, /LEAKED/);
      assert.match(output, /"layer\.weight"/);
    });
  }
});
