// What this project adds to evenloop. node_modules/evenloop/docs/your-project.md describes every key; each may be left out.

/** @type {import('evenloop').EvenloopConfig} */
export default {
  // Folders with scenarios of your own: <folder>/<family>/<scenario>/scenario.mjs.
  scenarios: ['scenarios'],
  // The subject that all others are compared with.
  reference: 'node/promises',
  // Subjects of your own: each is one more row of every table.
  subjects: [
    // { id: 'small-heap', runner: 'node', args: ['--max-old-space-size=200'] },
    // { id: 'venv', runner: 'python', executable: '.venv/bin/python', withoutArgs: ['-S'] },
  ],
};
