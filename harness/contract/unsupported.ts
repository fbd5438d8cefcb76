// Why no scenario that watches files has a workload of certain styles: the reasons lie in the platform, not in the scenario.
import type { StyleSupport } from './scenario.ts';

interface Unsupported {
  readonly nodeBlocking: StyleSupport;
  readonly pythonProtocols: StyleSupport;
  readonly pythonBlocking: StyleSupport;
}

export const WATCHING: Unsupported = {
  nodeBlocking: {
    unsupported:
      'notices and the writer have to be awaited at once, and Node has no blocking call for either',
  },
  pythonProtocols: {
    unsupported: 'an inotify descriptor is neither pipe nor socket, so connect_read_pipe refuses it',
  },
  pythonBlocking: {
    unsupported:
      'notices and the writer have to be awaited at once: a select over both is an event loop again',
  },
};
