// The options that say which project a command works for, and a command with its config read: the command line first, then the config.
import { configLine, withConfig, withOrigins } from '../../config/option-defaults.ts';
import { openProject } from '../../config/open-project.ts';
import type { OpenedProject, ProjectWords } from '../../config/open-project.ts';
import { FailureError } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import type { Terminal } from '../ui/terminal.ts';
import { textOption, textsOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

export type ProjectCommand = (raw: RawOptions, terminal: Terminal, project: Project) => Promise<ExitCode>;

/** The command with the values of the config filled in. A failure that quotes one of them says where it stands. */
export function withProject(takes: readonly string[], command: ProjectCommand) {
  return async (raw: RawOptions, terminal: Terminal): Promise<ExitCode> => {
    const { project, config } = await openProject(projectWords(raw));
    const { values, origins } = withConfig(raw, config, takes);
    if (config !== null) terminal.err(terminal.paintErr('dim', configLine(config.path, origins)));
    try {
      return await command(values, terminal, project);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      throw new FailureError(withOrigins(error.failure, origins));
    }
  };
}

/** For a command that has no use for the options of a config. */
export const readProject = (raw: RawOptions): Promise<OpenedProject> => openProject(projectWords(raw));

function projectWords(raw: RawOptions): ProjectWords {
  const without = raw['config'] === false;
  return {
    folder: process.cwd(),
    config: without ? null : textOption(raw, 'config'),
    without,
    runners: textsOption(raw, 'runner'),
    defined: textsOption(raw, 'define'),
    scenarios: textsOption(raw, 'scenarios'),
  };
}
