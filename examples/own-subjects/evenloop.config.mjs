// Four subjects in one table: the runtime as it is, with a flag, with a variable, and in another version.
import { defineConfig } from 'evenloop';

export default defineConfig({
  reference: 'node/promises',
  subjects: [
    { id: 'one-thread', runner: 'node', environment: { UV_THREADPOOL_SIZE: '1' } },
    {
      id: 'small-heap',
      runner: 'node',
      args: ['--max-semi-space-size=1'],
      title: 'Node.js, 1 MiB semi-space',
    },
    // Another version: the newest that is found in this range. `evenloop list` shows what is found.
    { id: 'newer-python', runner: 'python', version: '>=3.12' },
    // An executable of your own choice, such as the Python of a virtual environment:
    // { id: 'venv', runner: 'python', executable: '.venv/bin/python', withoutArgs: ['-S'] },
  ],
});
