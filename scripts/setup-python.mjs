// `npm run setup:python`: makes .venv with the tools that check the Python code, in the versions that are locked.
import { makeEnvironment } from './make-environment.mjs';

makeEnvironment({
  command: 'setup:python',
  folder: '.venv',
  requirements: 'runners/python/requirements-dev.txt',
  use: '`npm run check` uses it',
});
