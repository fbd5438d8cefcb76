// `npm run setup:consumers`: makes .consumers with the Python programs that read our exports, in the versions that are locked.
import { makeEnvironment } from './make-environment.mjs';

makeEnvironment({
  command: 'setup:consumers',
  folder: '.consumers',
  requirements: 'reports/testing/consumers/requirements.txt',
  use: 'the tests of reports/export use it',
});
