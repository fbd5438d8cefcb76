// Before each file of unit tests: whoever starts a process there, or reads the build, fails and learns where such a test belongs.
import { afterEach, expect } from 'vitest';
import { guardUnitTests, takeRefused } from './unit-guard.ts';

guardUnitTests();
afterEach(() => expect(takeRefused()).toEqual([]));
