// Which program runs the runner, by what it says of itself; and the C library where there is a way to call it.
import { expect, it } from 'vitest';
import { thisHost } from './host.ts';
import { openLibc } from './libc.ts';

it('is Node where nobody else has its modules', () => {
  const { id, version, loop, implementation, libc, filesAreShared } = thisHost();
  expect({ id, version, implementation, libc, filesAreShared }).toEqual({
    id: 'node',
    version: process.versions.node,
    implementation: 'node',
    libc: null,
    filesAreShared: true,
  });
  expect(loop).toBe(`libuv ${process.versions.uv}`);
});

it('is Bun or Deno where they say so, with their own version and not that of the modules', () => {
  const bun = thisHost({ node: '26.3.0', uv: '1.48.0', bun: '1.4.5' });
  expect(bun).toMatchObject({ id: 'bun', version: '1.4.5', loop: 'uSockets', filesAreShared: true });
  const deno = thisHost({ node: '26.3.0', uv: '1.52.1', deno: '2.9.6' });
  expect(deno).toMatchObject({ id: 'deno', version: '2.9.6', loop: 'tokio', filesAreShared: false });
});

it('goes without the C library where there is no way to call it', () => {
  expect(openLibc()).toBeNull();
});
