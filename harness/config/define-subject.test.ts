// `--define`: the short form and JSON say the same, and each mistake is quoted.
import { expect, test } from 'vitest';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { defineSubject } from './define-subject.ts';

const defined = (text: string) => defineSubject(text, '/project');

function troubleOf(text: string): Failure {
  try {
    defined(text);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('it was accepted');
}

test('an id and a runner are enough', () => {
  expect(defined('mine=node')).toEqual({
    id: 'mine',
    runner: 'node',
    title: null,
    style: null,
    runtime: null,
    executable: null,
    version: null,
    args: [],
    withoutArgs: [],
    environment: {},
    definedBy: '--define',
  });
});

test('the short form and JSON say the same', () => {
  const short = defined(
    String.raw`old=node:executable=bin/node22,args=--max-old-space-size=200,args=--no-opt,env.FOO=1,env.LIST=a\,b=c,style=promises,title=Old one,version=>=22 <23,withoutArgs=-S`,
  );
  const json = defined(
    `old=${JSON.stringify({
      runner: 'node',
      executable: 'bin/node22',
      args: ['--max-old-space-size=200', '--no-opt'],
      environment: { FOO: '1', LIST: 'a,b=c' },
      style: 'promises',
      title: 'Old one',
      version: '>=22 <23',
      withoutArgs: ['-S'],
    })}`,
  );
  expect(short).toEqual(json);
  expect(short).toMatchObject({
    executable: '/project/bin/node22',
    environment: { FOO: '1', LIST: 'a,b=c' },
  });
});

test('an empty value of a variable is one', () => {
  expect(defined('a=node:env.EMPTY=').environment).toEqual({ EMPTY: '' });
});

test.each([
  ['node', 'it is not an id and a subject with "=" between them.', /'<id>=<runner>/],
  ['=node', 'it is not an id and a subject', /'<id>=<runner>/],
  ['a=', 'it is not an id and a subject', /'<id>=<runner>/],
  ['a=node:', '"node:" is not a runner', /'<id>=<runner>/],
  ['a=:args=1', '":args=1" is not a runner', /'<id>=<runner>/],
  ['a=node:argz=--x', 'the part "argz=--x" has an unknown key "argz".', /Did you mean "args"\?/],
  ['a=node:env=1', 'unknown key "env"', /env\.NAME/],
  ['a=node:style', 'the part "style" is no key with "=" and a value.', /a comma inside a value/],
  ['a=node:style=promises,', 'the part "" is no key', /<key>=<value>/],
  ['a=node:style=a,style=b', '"style" stands there twice.', /once/],
  ['a=node:version=22', '"version" is "22".', /comparators/],
  ['a=node:env.A-B=1', '"A-B" in environment is no name that it takes.', /variables by name/],
  ['a=node:executable=', 'executable is "".', /an executable/],
  ['A=node', 'id is "A".', /small letters/],
  ['a={"runner":', 'what begins with a brace is not JSON', /Quote/],
  ['a={"runner":"node","arg":[]}', 'There is no key "arg".', /Did you mean "args"\?/],
  ['a={"runner":"node","id":"b"}', 'it has two ids, "a" and "b".', /Leave out "id"/],
])('%s: the part that is wrong is named', (text, cause, next) => {
  const trouble = troubleOf(text);
  expect(trouble.code).toBe('EL1004');
  expect(trouble.cause).toContain(`--define ${JSON.stringify(text)}: `);
  expect(trouble.cause).toContain(cause);
  expect(trouble.next).toMatch(next);
});
