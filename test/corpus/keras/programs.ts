/**
 * Writes the sample of real Keras programs that programs.json lists into a folder, out of clones of their repositories; nothing of it is ours to keep.
 *
 * usage: npx tsx test/corpus/keras/programs.ts CLONES OUT      (CLONES/OWNER+NAME/repo is a clone of github.com/OWNER/NAME)
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Listed {
  readonly name: string;
  readonly repository: string;
  readonly commit: string;
  /** Which of its files, as a regular expression over paths. */
  readonly files: string;
}

function main([clones = '', out = '']: readonly string[]): void {
  // The list stands beside this script.
  const listed = JSON.parse(
    readFileSync(path.join(import.meta.dirname, 'programs.json'), 'utf8'),
  ) as readonly Listed[];
  for (const { name, repository, commit, files } of listed) {
    const bare = path.join(clones, repository.replace('/', '+'), 'repo');
    const inner = path.join(bare, '.git');
    const git = (...args: readonly string[]): Buffer =>
      execFileSync('git', ['-C', existsSync(inner) ? inner : bare, ...args], { maxBuffer: 1 << 28 });
    const wanted = git('ls-tree', '-r', '-z', '--name-only', commit)
      .toString()
      .split('\0')
      .filter((file) => new RegExp(files).test(file));
    for (const file of wanted) {
      const target = path.join(out, name, file);
      mkdirSync(path.dirname(target), { recursive: true });
      try {
        writeFileSync(target, git('show', `${commit}:${file}`));
      } catch {
        process.stdout.write(`${name}/${file} is not in the clone\n`);
      }
    }
    process.stdout.write(`${name}: ${String(wanted.length)} files\n`);
  }
}

main(process.argv.slice(2));
