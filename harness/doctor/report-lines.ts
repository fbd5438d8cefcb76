// The doctor's report as lines of text: a mark and a sentence for each thing, what to do below what is wrong, and the counts at the end. Pure.
import type { Diagnosis, DiagnosisState, DoctorReport } from '../contract/doctor.ts';

/** One paragraph, however wide the place is where it is shown. */
export interface DoctorLine {
  readonly text: string;
  /** Blanks before each of its lines. */
  readonly indent: number;
  /** Of the sentence of a diagnosis, which gets a mark in the place of its first blank; null: of any other line. */
  readonly state: DiagnosisState | null;
  /** Paths stand on one line each, however long: they are to be copied. */
  readonly whole: boolean;
}

export function doctorLines({ diagnoses, tookMs }: DoctorReport): DoctorLine[] {
  const counted = (state: DiagnosisState, what: string): string => {
    const count = diagnoses.filter((one) => one.state === state).length;
    return `${count} ${what}${count === 1 ? '' : 's'}`;
  };
  const seconds = (tookMs / 1000).toFixed(1);
  const sum = `${counted('problem', 'problem')}, ${counted('warning', 'warning')}, after ${seconds} s.`;
  return [...diagnoses.flatMap(linesOf), prose('', 0), prose(sum, 0)];
}

const prose = (text: string, indent: number): DoctorLine => ({ text, indent, state: null, whole: false });

function linesOf({ state, text, fix, details }: Diagnosis): DoctorLine[] {
  return [
    { text, indent: 2, state, whole: false },
    ...details.map((detail): DoctorLine => ({ ...prose(`| ${detail}`, 2), whole: true })),
    ...(fix === null ? [] : [prose(`next: ${fix}`, 4)]),
  ];
}
