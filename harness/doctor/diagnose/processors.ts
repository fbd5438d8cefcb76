// The processors: how many are free for measured work, whether their clock changes, and who else takes their time.
import type { Diagnosis } from '../../contract/doctor.ts';
import type { ProcessorsSeen } from '../observations.ts';
import { fine, unknown, warning } from '../../machine/diagnose/diagnosis.ts';

const MOST_FOREIGN = 0.1;
const MOST_STOLEN = 0.01;

export function diagnoseProcessors(seen: ProcessorsSeen): readonly Diagnosis[] {
  return [diagnoseCpus(seen), diagnoseLoad(seen), diagnoseFrequency(seen), diagnoseMachine(seen)];
}

function diagnoseCpus({ allowed, cgroupLimit }: ProcessorsSeen): Diagnosis {
  const cpus = `${allowed} CPU${allowed === 1 ? '' : 's'} may be used`;
  const limited = cgroupLimit !== null && cgroupLimit < allowed;
  const text = limited ? `${cpus}, and their time is limited to that of ${cgroupLimit}.` : `${cpus}.`;
  if (limited)
    return warning(
      'cpus',
      `${text} The kernel then stops measured processes.`,
      'Lift the limit (`--cpus`, `cpu.max`).',
    );
  if (allowed < 2)
    return warning(
      'cpus',
      `${text} The orchestrator then shares the CPU of what it measures.`,
      'Give it two or more.',
    );
  return fine('cpus', text);
}

function diagnoseLoad({ foreignShare, load }: ProcessorsSeen): Diagnosis {
  if (foreignShare === null) return unknown('load', 'This system does not tell how busy it is.');
  const text = `Other processes use ${percent(foreignShare)} of the CPU time, and the load average is ${load.toFixed(1)}.`;
  if (foreignShare <= MOST_FOREIGN) return fine('load', text);
  return warning(
    'load',
    text,
    'End what else is running, or measure later: `ps -eo pcpu,pid,comm --sort=-pcpu | head`.',
  );
}

function diagnoseFrequency({ governor, boost, virtualization }: ProcessorsSeen): Diagnosis {
  const turbo = boost === true ? ' It may rise beyond the nominal one while the machine is cool.' : '';
  if (governor === null)
    return virtualization === null || virtualization === 'none'
      ? unknown('frequency', 'This machine does not tell how it chooses the frequency of its CPUs.')
      : fine('frequency', 'The frequency of the CPUs is chosen outside of this machine.');
  const text = `The frequency of the CPUs is chosen by the governor ${governor}.${turbo}`;
  if (governor === 'performance') return fine('frequency', text);
  return warning('frequency', text, 'Use one that keeps it: `sudo cpupower frequency-set -g performance`.');
}

function diagnoseMachine({ virtualization, stealShare }: ProcessorsSeen): Diagnosis {
  if (virtualization === null)
    return unknown('machine', 'This machine does not tell whether it is a virtual one.');
  if (virtualization === 'none') return fine('machine', 'This is a machine of its own.');
  const stolen = stealShare === null ? '' : `, and ${percent(stealShare)} of its CPU time goes to others`;
  const text = `This is a virtual machine or a container (${virtualization})${stolen}.`;
  if (stealShare === null || stealShare <= MOST_STOLEN) return fine('machine', text);
  return warning(
    'machine',
    text,
    'Use a machine with dedicated CPUs, or take longer runs: intervals become wider.',
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
