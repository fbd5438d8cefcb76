// Runs examples/fleet/slurm/array.sbatch on a Slurm cluster of this one machine: `npm run test:slurm`. Installs Debian's packages where they lack
// (as root), starts a cluster of its own on other ports in a folder of its own, and leaves neither processes nor files behind.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { $ } from 'zx';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'dist/harness/cli/main.js');
const PACKAGES = ['slurmctld', 'slurmd', 'slurm-client', 'munge'];
const SEED = 7;
const CHECK = ['check', '--scenario', 'timers', '--subject', 'node/promises'];
/** What a merged run of another time and of other processes may have otherwise. */
const OF_TIME = new Set('id command startedAt finishedAt wallMs dutyCycle merged cpus'.split(' '));
/** The same, wherever it stands: times, the clock's step as each process measured it, the machine and its environment, and what disturbed the run. */
const TIMES = new Set(
  'wallMs timeNs resolutionNs disturbed environment inherited whereTimeWent disturbances'.split(' '),
);
const LONGEST_MS = 600_000;
const quiet = $({ quiet: true, nothrow: true });

if (process.getuid?.() !== 0) {
  say('The test starts slurmctld, slurmd and munged and needs to be root.');
  process.exit(3);
}
if (
  !existsSync('/usr/sbin/slurmctld') ||
  !existsSync('/usr/sbin/munged') ||
  !existsSync('/usr/sbin/slurmd')
) {
  // The packages would start daemons of their own: a policy of this call alone refuses that.
  const policy = '/usr/sbin/policy-rc.d';
  const own = !existsSync(policy);
  if (own) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await $({ env })`apt-get install -y --no-install-recommends ${PACKAGES}`;
  } finally {
    if (own) rmSync(policy, { force: true });
  }
}

const folder = mkdtempSync(join(tmpdir(), 'evenloop-slurm-'));
const work = join(folder, 'work');
const env = { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') };
const inWork = $({ cwd: work, env, quiet: true, nothrow: true });
try {
  mkdirSync(join(work, 'shards'), { recursive: true });
  await up();
  await test();
  say('The Slurm array equals one run, but for times.');
} finally {
  await down();
  rmSync(folder, { recursive: true, force: true });
}

async function up() {
  const host = hostname().split('.')[0];
  const daemons = ['ctld', 'slurmd', 'munge'].map((name) => join(folder, name));
  for (const path of daemons) mkdirSync(path, { mode: 0o755 });
  writeFileSync(env.SLURM_CONF, configOf(host));
  writeFileSync(join(folder, 'munge/key'), randomBytes(1024), { mode: 0o600 });
  const munge = join(folder, 'munge');
  await $({
    quiet: true,
  })`munged --force --key-file=${munge}/key --socket=${munge}/sock --pid-file=${munge}/pid --log-file=${munge}/log --seed-file=${munge}/seed --num-threads=2`;
  await $({ env, quiet: true })`slurmctld -f ${env.SLURM_CONF}`;
  await $({ env, quiet: true })`slurmd -f ${env.SLURM_CONF}`;
  await until('the node is idle', async () => (await inWork`sinfo -h -o %T`).stdout.includes('idle'), 30_000);
}

function configOf(host) {
  return `ClusterName=evenloop
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/sock,cred_expire=5
CredType=cred/munge
SlurmctldPort=26817
SlurmdPort=26818
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=${folder}/ctld
SlurmdSpoolDir=${folder}/slurmd
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_min_interval=100000,bf_interval=1
ReturnToService=2
KillWait=2
NodeName=${host} NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
PartitionName=p Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

async function down() {
  const stop = $({ env, quiet: true, nothrow: true });
  await stop`scancel -u root`;
  await stop`scontrol shutdown`;
  const pids = ['slurmctld.pid', 'slurmd.pid', 'munge/pid'].map((name) => join(folder, name));
  for (let i = 0; i < 100 && pids.slice(0, 2).some((path) => existsSync(path)); i++) await wait(100);
  for (const path of pids.filter((one) => existsSync(one)))
    await quiet`kill ${readFileSync(path, 'utf8').trim()}`;
}

async function test() {
  const task = join(ROOT, 'examples/fleet/slurm/array.sbatch');
  const asked = {
    EVENLOOP: `${process.execPath} ${CLI}`,
    EVENLOOP_COMMAND: [...CHECK, '--seed', String(SEED)].join(' '),
  };
  const submit = $({ cwd: work, env: { ...env, ...asked }, quiet: true });
  const job = (await submit`sbatch --parsable ${task}`).stdout.trim();
  const victim = 3;
  await until('the task to be killed runs', async () =>
    existsSync(join(work, 'shards', String(victim), 'journal.ndjson')),
  );
  const pid = await pidOf(`${job}_${victim}`);
  process.kill(pid, 'SIGKILL');
  await until('all other tasks are done', async () => !(await waiting(job)));

  const before = await merge('before');
  demand(before.exitCode === 14, `merge without the killed task ends with ${before.exitCode}, not 14`);
  demand(
    /EL3204: Shard 4 of 8 is missing/.test(before.stderr),
    `the killed task is not named: ${before.stderr}`,
  );
  say(before.stderr.trim());

  demand((await inWork`scontrol requeue ${job}_${victim}`).exitCode === 0, 'the task cannot be requeued');
  await until('the requeued task is done', async () =>
    existsSync(join(work, `shards/${victim}/shard.ndjson`)),
  );
  await until('the queue is empty', async () => !(await waiting(job)));
  const merged = await merge('merged');
  demand(merged.exitCode === 0, `merge of all ends with ${merged.exitCode}: ${merged.stderr}`);
  const one = await inWork`${process.execPath} ${CLI} ${CHECK} --seed ${SEED} --out one --progress none`;
  demand(one.exitCode === 0, `one run ends with ${one.exitCode}: ${one.stderr}`);
  const [all, whole] = ['merged', 'one'].map((name) =>
    withoutTimes(JSON.parse(readFileSync(join(work, name, 'results.json'), 'utf8'))),
  );
  const others = differences(all, whole);
  demand(others.length === 0, `the merged run is another than one run:\n${others.slice(0, 20).join('\n')}`);
}

/** The shards are all folders, in the order in which the system lists them. */
function merge(out) {
  const shards = readdirSync(join(work, 'shards'))
    .filter((name) => /^\d+$/.test(name))
    .map((name) => join('shards', name));
  return inWork`${process.execPath} ${CLI} merge ${shards} --out ${out}`;
}

/** The process of evenloop itself: in place of the task's shell, as the script ends in exec. */
async function pidOf(task) {
  const { stdout } = await inWork`scontrol listpids`;
  const id = /JobId=(\d+)/.exec((await inWork`scontrol show job ${task}`).stdout)?.[1];
  const pids = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, of]) => of === id)
    .map(([pid]) => Number(pid));
  const found = pids.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(CLI));
  if (found === undefined) throw new Error(`no process of ${task} among ${pids.join(' ')}`);
  return found;
}

/** Whether tasks of the job run or wait to run. */
async function waiting(job) {
  return (await inWork`squeue -h -t PENDING,RUNNING,COMPLETING -j ${job}`).stdout.trim() !== '';
}

/** Of a check nothing else depends on when and where it ran. */
function withoutTimes({ run, ...rest }) {
  const facts = Object.entries(run).filter(([name]) => !OF_TIME.has(name));
  const all = { ...rest, run: Object.fromEntries(facts) };
  return JSON.parse(JSON.stringify(all, (key, value) => (TIMES.has(key) ? undefined : value)));
}

/** Where two documents are not the same, a line each. */
function differences(a, b, path = '') {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return a === b ? [] : [`${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences(a[key], b[key], `${path}/${key}`));
}

async function until(what, holds, ms = LONGEST_MS) {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${ms / 1000} s went by and not: ${what}`);
    await wait(100);
  }
}

function demand(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
