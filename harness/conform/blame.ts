// Whose mistake a failure is, by its code. Pure.
import { assertNever } from '../contract/failure.ts';
import type { Failure, FailureCode } from '../contract/failure.ts';
import type { Blame } from '../contract/conformance.ts';

type AboutRunners = Extract<FailureCode, `EL2${string}` | `EL3${string}` | `EL9${string}`>;

export function blameOf({ code }: Pick<Failure, 'code'>): Blame {
  return isAboutRunners(code) ? blames(code) : 'runner';
}

const isAboutRunners = (code: FailureCode): code is AboutRunners => /^EL[239]/.test(code);

function blames(code: AboutRunners): Blame {
  switch (code) {
    case 'EL2001':
    case 'EL2002':
    case 'EL2003':
    case 'EL2014':
    case 'EL2015':
    case 'EL2016':
      return 'manifest';
    case 'EL2004':
    case 'EL2005':
    case 'EL2011':
    case 'EL2012':
    case 'EL3002':
    case 'EL2009':
      return 'runner';
    case 'EL2006':
    case 'EL2007':
    case 'EL2008':
    case 'EL2010':
      return 'workload or runtime';
    case 'EL3001':
    case 'EL3003':
    case 'EL3004':
    case 'EL3101':
    case 'EL3102':
    case 'EL3103':
    case 'EL3104':
    case 'EL3201':
    case 'EL3202':
    case 'EL3203':
    case 'EL3204':
      return 'machine';
    case 'EL2013':
    case 'EL9001':
      return 'evenloop';
    default:
      return assertNever(code);
  }
}
