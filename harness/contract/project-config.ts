// `evenloop.config.*`: what a project of the user's own adds to the package. Each description says what is admitted: messages and editors show it.
import { Type } from 'typebox';
import type { Static } from 'typebox';

const text = (description: string) => Type.String({ minLength: 1, maxLength: 4000, description });
const texts = (description: string, each: string) =>
  Type.Array(text(each), { maxItems: 1000, description: `a list: ${description}` });
const whole = (from: number, to: number, what: string) =>
  Type.Integer({ minimum: from, maximum: to, description: `a whole number from ${from} to ${to}: ${what}` });
const flag = (what: string) => Type.Boolean({ description: `true or false: ${what}` });
const Duration = Type.String({
  pattern: '^\\d+(\\.\\d+)?\\s*(s|m|min|h)?$',
  description: 'a duration such as "90s" or "5min"',
});

/** One more subject: a runner on one certain runtime, with arguments and variables of its own, in one style. */
export const SubjectDefinition = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z][a-z0-9_.-]{0,63}$',
      description: 'a name: small letters, digits, "_", "." and "-", beginning with a letter',
    }),
    runner: text('the id of a runner, such as "node"'),
    runtime: Type.Optional(text('a runtime as `evenloop list runtimes` names it, such as "python@3.13.0"')),
    executable: Type.Optional(
      text('an executable: a path from the folder of the config, or a name to look up on PATH'),
    ),
    version: Type.Optional(text('a range of versions such as ">=22 <23"')),
    args: Type.Optional(
      texts('arguments before those of the runner', 'one argument, such as "--max-old-space-size=200"'),
    ),
    withoutArgs: Type.Optional(
      texts('arguments of the runner that are left out', 'one argument of the runner, such as "-S"'),
    ),
    environment: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }),
        Type.String({ maxLength: 30_000, description: 'the value of a variable, as a text' }),
        { additionalProperties: false, description: 'variables by name, each with its value as a text' },
      ),
    ),
    style: Type.Optional(text("a style of the runner (absent: the runner's default)")),
    title: Type.Optional(text('a title for tables and reports')),
  },
  { additionalProperties: false, description: 'a subject: an object with at least "id" and "runner"' },
);
export type SubjectDefinition = Static<typeof SubjectDefinition>;

/** Options under one name, for `--profile <name>`. */
const OptionSet = Type.Object(
  {
    extends: Type.Optional(
      Type.Enum(['smoke', 'quick', 'standard', 'full'], {
        description: 'the amount of work: "smoke", "quick", "standard" or "full"',
      }),
    ),
    scenarios: Type.Optional(texts('what --scenario takes', 'an id, a family or a glob')),
    subjects: Type.Optional(texts('what --subject takes', 'an id, a runtime, a style or a glob')),
    reference: Type.Optional(text('the id of a subject, such as "node/promises"')),
    repetitions: Type.Optional(whole(2, 1000, 'repetitions of every cell')),
    time: Type.Optional(Duration),
    maxTime: Type.Optional(
      Type.Number({ minimum: 1, maximum: 86_400, description: 'seconds, from 1 to 86400' }),
    ),
    cpus: Type.Optional(whole(1, 4096, 'CPUs on which blocks run at once')),
    seed: Type.Optional(whole(0, 0xffffffff, 'the seed of orders and schedules')),
    shrink: Type.Optional(flag('search for the smallest counterexamples')),
    observer: Type.Optional(flag('measure what recording costs')),
    keepTraces: Type.Optional(flag('keep the traces of proved invocations')),
    trustDisturbed: Type.Optional(flag('give verdicts also where the run was disturbed')),
  },
  { additionalProperties: false, description: 'an object of options' },
);
export type OptionSet = Static<typeof OptionSet>;

/** Every path counts from the folder of the config. */
export const EvenloopConfig = Type.Object(
  {
    $schema: Type.Optional(text('the address of the schema, for editors')),
    runners: Type.Optional(
      texts('further runners', 'the path of a runner.json, or of a folder that has one'),
    ),
    subjects: Type.Optional(
      Type.Array(SubjectDefinition, { maxItems: 200, description: 'a list: subjects of your own' }),
    ),
    scenarios: Type.Optional(texts('further scenarios', 'the path of a folder')),
    profiles: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_-]*$' }), OptionSet, {
        additionalProperties: false,
        description: 'sets of options by name: small letters, digits, "_" and "-", beginning with a letter',
      }),
    ),
    reference: Type.Optional(text('the id of a subject, such as "node/promises"')),
    out: Type.Optional(text('the path of the folder of all runs')),
    thresholds: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^([a-z_]+\\.[a-z_]+/)?[a-z0-9_-]+$' }),
        Type.Number({
          exclusiveMinimum: 0,
          description: 'a number above 0: the smallest effect of interest',
        }),
        {
          additionalProperties: false,
          description: 'numbers by metric ("cpu") or by metric of a scenario ("timers.mass/cpu")',
        },
      ),
    ),
  },
  { additionalProperties: false, description: 'an object' },
);
export type EvenloopConfig = Static<typeof EvenloopConfig>;
