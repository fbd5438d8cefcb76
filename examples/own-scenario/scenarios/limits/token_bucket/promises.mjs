// limits.token_bucket with promises: all requests ask at once, and each says when it may pass.
import { TokenBucket } from '../shared/token_bucket.mjs';
import { waitUs } from './waiting.mjs';

/** @type {import('evenloop/kit').Open} */
export function open(params, kit) {
  const [burst, refillMs, requests] = [
    Number(params.burst),
    Number(params.refillMs),
    Number(params.requests),
  ];
  const { ask, pass } = kit.kinds;
  const { emit, now, sample } = kit;

  /** @param {TokenBucket} bucket @param {number} id */
  async function request(bucket, id) {
    const digest = waitUs(params, id);
    emit(ask, 0, id, digest);
    const askedNs = now();
    await bucket.take();
    const passedNs = now();
    emit(pass, 0, id, digest);
    sample(passedNs - askedNs);
  }

  return {
    async round() {
      const bucket = new TokenBucket({ burst, refillMs });
      await Promise.all(Array.from({ length: requests }, (_, id) => request(bucket, id)));
      return requests;
    },
    close() {},
  };
}
