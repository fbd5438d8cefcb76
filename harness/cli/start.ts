// One call of the command, and the end of the process.
import { call } from './call.ts';
import { leave } from './exit.ts';
import { releaseLostTerminal } from './lost-terminal.ts';

export async function start(): Promise<never> {
  process.on('exit', releaseLostTerminal);
  return leave(await call(process.argv.slice(2), process), process);
}
