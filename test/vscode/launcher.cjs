#!/usr/bin/env node
// The executable file that @vscode/test-electron starts: it lets Node read TypeScript and goes on in launcher.ts.
require('tsx/cjs');
require('./launcher.ts');
