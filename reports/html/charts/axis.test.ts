// Tests of the axes of the interval drawings.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceAxis, ratioAxis } from './axis.ts';
import { scaleFor } from '../../words/format.ts';

test('every ratio stands on the drawing, in order, and 1 has a tick', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { maxLength: 12 }), (ratios) => {
      const axis = ratioAxis(ratios);
      const sorted = [...ratios, 1].sort((a, b) => a - b).map(axis.at);
      expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
      for (const at of sorted) expect(at >= 5.99 && at <= 94.01).toBe(true);
      expect(axis.ticks.map((tick) => tick.label)).toContain('1');
      expect(axis.ticks.length).toBeLessThanOrEqual(9);
    }),
  );
});

test('every difference stands on the drawing, and 0 has a tick', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 12 }), (values) => {
      const axis = differenceAxis(values, 'ns', scaleFor('ns', values));
      for (const at of [...values, 0].map(axis.at)) expect(at >= 5.99 && at <= 94.01).toBe(true);
      expect(axis.ticks.map((tick) => tick.label)).toContain('0');
    }),
  );
});
