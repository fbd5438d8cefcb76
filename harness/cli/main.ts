#!/usr/bin/env node
// The command `evenloop` as a program: one call, and the end of the process.
import { call } from './call.ts';
import { leave } from './exit.ts';

await leave(await call(process.argv.slice(2), process), process);
