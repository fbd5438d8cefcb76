// Completes package-lock.json with the platform packages that the registry at hand does not carry. `npm ci` demands an entry for
// each, also for those of other systems. Run it after `npm install`; it changes nothing when nothing is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** `@scope/binding-linux-x64-musl` to what npm selects by. A package for no known system is selected by none. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const system = SYSTEMS.find((word) => words.includes(word));
  const processor = PROCESSORS.find((word) => words.includes(word));
  return {
    cpu: [processor ?? 'wasm32'],
    ...(system === 'linux'
      ? { libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] }
      : {}),
    os: [system ?? 'wasi'],
  };
}

const isThere = (owner, name) => {
  for (let at = owner; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (Object.hasOwn(lock.packages, `${at === '' ? '' : `${at}/`}node_modules/${name}`)) return true;
    if (at === '' || !at.includes('/node_modules/'))
      return Object.hasOwn(lock.packages, `node_modules/${name}`);
  }
};

let added = 0;
for (const [owner, { dev, optionalDependencies }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    if (!/^\d+\.\d+\.\d+/.test(version) || isThere(owner, name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(dev ? { dev } : {}),
      optional: true,
      ...platformOf(name),
    };
    added++;
  }
}
if (added > 0) {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`complete-lock: ${added} entries added`);
