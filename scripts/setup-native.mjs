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

/** The programs, each of the sources that all share and of a folder of its own. Where its library is missing, one is left out. */
const PROGRAMS = [
  { program: 'native-runner', own: 'epoll', flags: [], title: 'Linux' },
  { program: 'libuv-runner', own: 'libuv', flags: libuvFlags(), title: 'libuv' },
];

const args = process.argv.slice(2);
const sanitize = args.includes('--sanitize');
if (args.some((arg) => arg !== '--sanitize')) fail('usage: npm run setup:native [-- --sanitize]');
if (process.platform !== 'linux')
  fail(
    `the native runner is made of epoll, timerfd and inotify, which only Linux has; this is ${process.platform}.`,
  );
const compilerVersion = versionOfCompiler();
for (const program of PROGRAMS)
  if (program.flags === null)
    console.log(
      `setup:native: the runner on ${program.title} is left out: pkg-config finds no libuv. Install its development files (Debian: \`apt install libuv1-dev pkg-config\`, Fedora: \`dnf install libuv-devel\`), and run \`npm run setup:native\` again.`,
    );
  else build(program, sanitize ? 'native-sanitized' : 'native', sanitize ? SANITIZED : USUAL);

/** Null where there is none. */
function libuvFlags() {
  const found = spawnSync(process.env['PKG_CONFIG'] || 'pkg-config', ['--cflags', '--libs', 'libuv'], {
    encoding: 'utf8',
  });
  return found.status === 0 ? found.stdout.split(/\s+/).filter((flag) => flag !== '') : null;
}

function versionOfCompiler() {
  const said = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  if (said.error !== undefined || said.status !== 0)
    fail(
      `there is no C compiler ${JSON.stringify(compiler)}. Install one (Debian: \`apt install gcc libc6-dev\`, Fedora: \`dnf install gcc\`), or name it in CC, and run \`npm run setup:native\` again.`,
    );
  return said.stdout;
}

/** The manifests name `.runtimes/native/bin/<program>`. */
function build({ program: name, own, flags, title }, into, mode) {
  const others = PROGRAMS.map((one) => one.own).filter((folder) => folder !== own);
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => /\.[ch]$/.test(file) && !others.some((folder) => file.startsWith(`${folder}/`)))
    .sort((a, b) => (a < b ? -1 : 1));
  const units = files.filter((file) => file.endsWith('.c')).map((file) => join(sources, file));
  const folder = join(root, '.runtimes', into);
  const program = join(folder, 'bin', name);
  const stamp = join(folder, `${own}-installed.txt`);
  const wanted = stampOf(files, [...mode, ...flags]);
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return there(program, title);
  console.log(`setup:native: compiling ${units.length} files with ${compiler} ${mode.join(' ')}`);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  // A runner that is at work keeps the file that it was started from. Libraries come behind what needs them.
  const made = spawnSync(
    compiler,
    [...BASE, `-I${join(sources, own)}`, ...mode, '-o', `${program}.new`, ...units, ...flags],
    { stdio: 'inherit' },
  );
  if (made.status !== 0)
    fail(
      `${compiler} could not compile the runner on ${title}; the reason stands above. It is tried with gcc 12.`,
    );
  renameSync(`${program}.new`, program);
  writeFileSync(stamp, wanted);
  there(program, title);
}

/** Of all that the program follows from. */
function stampOf(files, flags) {
  const hash = createHash('sha256').update(JSON.stringify([compilerVersion, BASE.slice(0, -1), flags]));
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  return `${hash.digest('hex')}\n`;
}

function there(program, title) {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (status !== 0) fail(`${program} does not start on this machine.`);
  console.log(`setup:native: the runner is there (${title} ${stdout.trim()}): ${program}`);
}

function fail(sentence) {
  console.error(`setup:native: ${sentence}`);
  process.exit(1);
}
