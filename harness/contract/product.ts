// What the harness and its Node runner say of themselves. A test holds it, and the Python runner's own, against package.json.

export const PRODUCT = { name: 'evenloop', version: '0.1.0' } as const;
