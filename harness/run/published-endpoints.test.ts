// Tests of the endpoints that a workload must publish.
import { expect, test } from 'vitest';
import { unpublishedEndpoint } from './published-endpoints.ts';

const HERE = { kind: 'tcp', host: '127.0.0.1', port: 4000 } as const;

test('a server under another name is told at once, by both names', () => {
  const outcome = unpublishedEndpoint('echo-proxy', { listener: HERE });
  expect(outcome?.kind).toBe('workload-failed');
  const cause = outcome !== null && 'failure' in outcome ? outcome.failure.cause : '';
  expect(cause).toBe(
    'The harness connects to the endpoint `server` of the workload, but `prepared` names `listener`.',
  );
});

test('no endpoint at all is told as such', () => {
  const outcome = unpublishedEndpoint('reset', {});
  expect(outcome !== null && 'failure' in outcome ? outcome.failure.cause : '').toMatch(
    /names no endpoint at all\.$/,
  );
});

test('more endpoints than are wanted are nobody’s business', () => {
  expect(unpublishedEndpoint('half-close', { server: HERE, other: HERE })).toBe(null);
  expect(unpublishedEndpoint('none', { other: HERE })).toBe(null);
  expect(unpublishedEndpoint('shutdown', {})).toBe(null);
});
