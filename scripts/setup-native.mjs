// `npm run setup:native [-- --sanitize]`: compiles the native runner with the C compiler of the machine, into the folder .runtimes. Nothing else needs it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'runners/native/src');
const compiler = process.env['CC'] || 'cc';

const WARNINGS = ['-Wall', '-Wextra', '-Wshadow', '-Wconversion', '-Werror'];
const BASE = ['-std=c11', '-D_GNU_SOURCE', ...WARNINGS, `-I${sources}`];
const USUAL = ['-O2'];
/** Stops at the first fault, so that a test cannot pass it over. */
const SANITIZED = [
  '-O1',
  '-g',
  '-fno-omit-frame-pointer',
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=all',
];

const args = process.argv.slice(2);
const sanitize = args.includes('--sanitize');
if (args.some((arg) => arg !== '--sanitize')) fail('usage: npm run setup:native [-- --sanitize]');
if (process.platform !== 'linux')
  fail(
    `the native runner is made of epoll, timerfd and inotify, which only Linux has; this is ${process.platform}.`,
  );
build(sanitize ? 'native-sanitized' : 'native', sanitize ? SANITIZED : USUAL);

/** The manifest names `.runtimes/native/bin/native-runner`. */
function build(name, mode) {
  const said = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  if (said.error !== undefined || said.status !== 0)
    fail(
      `there is no C compiler ${JSON.stringify(compiler)}. Install one (Debian: \`apt install gcc libc6-dev\`, Fedora: \`dnf install gcc\`), or name it in CC, and run \`npm run setup:native\` again.`,
    );
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => /\.[ch]$/.test(file))
    .sort((a, b) => (a < b ? -1 : 1));
  const units = files.filter((file) => file.endsWith('.c')).map((file) => join(sources, file));
  const folder = join(root, '.runtimes', name);
  const program = join(folder, 'bin', 'native-runner');
  const stamp = join(folder, 'installed.txt');
  const wanted = stampOf(files, said.stdout, mode);
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return there(program);
  console.log(`setup:native: compiling ${units.length} files with ${compiler} ${mode.join(' ')}`);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  // A runner that is at work keeps the file that it was started from.
  const made = spawnSync(compiler, [...BASE, ...mode, '-o', `${program}.new`, ...units], {
    stdio: 'inherit',
  });
  if (made.status !== 0)
    fail(
      `${compiler} could not compile the native runner; the reason stands above. It is tried with gcc 12.`,
    );
  renameSync(`${program}.new`, program);
  writeFileSync(stamp, wanted);
  there(program);
}

/** Of all that the program follows from. */
function stampOf(files, version, mode) {
  const hash = createHash('sha256').update(JSON.stringify([version, BASE.slice(0, -1), mode]));
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  return `${hash.digest('hex')}\n`;
}

function there(program) {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (status !== 0) fail(`${program} does not start on this machine.`);
  console.log(`setup:native: the runner is there (Linux ${stdout.trim()}): ${program}`);
}

function fail(sentence) {
  console.error(`setup:native: ${sentence}`);
  process.exit(1);
}
