// Short ways to write a diagnosis.
import type { Diagnosis } from '../../contract/doctor.ts';

export const fine = (id: string, text: string, details: readonly string[] = []): Diagnosis => ({
  id,
  state: 'fine',
  text,
  fix: null,
  details: [...details],
});

export const warning = (id: string, text: string, fix: string | null): Diagnosis => ({
  id,
  state: 'warning',
  text,
  fix,
  details: [],
});

export const problem = (id: string, text: string, fix: string): Diagnosis => ({
  id,
  state: 'problem',
  text,
  fix,
  details: [],
});

export const unknown = (id: string, text: string): Diagnosis => ({
  id,
  state: 'unknown',
  text,
  fix: null,
  details: [],
});
