// Whether the machine is a container, a virtual machine (and which), or neither.
import type { TextFiles } from './read-text.ts';

const VENDORS: readonly (readonly [RegExp, string])[] = [
  [/QEMU/i, 'qemu'],
  [/KVM/i, 'kvm'],
  [/VMware/i, 'vmware'],
  [/innotek|VirtualBox/i, 'virtualbox'],
  [/Microsoft Corporation.*Virtual Machine/is, 'hyper-v'],
  [/Amazon EC2/i, 'amazon'],
  [/Google Compute Engine/i, 'google'],
  [/\bXen\b/i, 'xen'],
  [/Parallels/i, 'parallels'],
  [/Apple Virtualization/i, 'apple'],
];

/** Container and machine, outermost last: `docker+kvm`. `none` only where the processor would have said otherwise. */
export function virtualization(files: TextFiles): string | null {
  const found = [container(files), machine(files)].filter((name) => name !== null && name !== 'none');
  return found.length > 0 ? found.join('+') : machine(files);
}

function container(files: TextFiles): string | null {
  if (files.read('/run/.containerenv') !== null) return 'podman';
  if (files.read('/.dockerenv') !== null) return 'docker';
  return /kubepods/.test(files.read('/proc/1/cgroup') ?? '') ? 'kubernetes' : null;
}

function machine(files: TextFiles): string | null {
  if (/microsoft/i.test(files.read('/proc/sys/kernel/osrelease') ?? '')) return 'wsl';
  const flag = hypervisorFlag(files.read('/proc/cpuinfo'));
  // A vendor alone proves nothing: some sell real machines under the same name.
  const vendor = vendorOf(files);
  if (flag === false) return 'none';
  if (vendor !== null) return vendor;
  return flag === true ? 'unnamed-vm' : null;
}

/** Null where the processor has no such flag at all, as on ARM. */
export function hypervisorFlag(cpuinfo: string | null): boolean | null {
  const match = /^flags\s*:(.*)$/m.exec(cpuinfo ?? '');
  return match === null ? null : (match[1] ?? '').split(/\s+/).includes('hypervisor');
}

function vendorOf(files: TextFiles): string | null {
  const names = ['sys_vendor', 'product_name', 'board_vendor', 'bios_vendor'];
  const text = names.map((name) => files.read(`/sys/class/dmi/id/${name}`) ?? '').join('\n');
  return (
    VENDORS.find(([pattern]) => pattern.test(text))?.[1] ?? files.read('/sys/hypervisor/type')?.trim() ?? null
  );
}
