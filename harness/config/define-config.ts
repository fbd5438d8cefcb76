// `defineConfig` for `evenloop.config.*`: the object as it is, with its type.
import type { EvenloopConfig } from '../contract/project-config.ts';

export function defineConfig(config: EvenloopConfig): EvenloopConfig {
  return config;
}
