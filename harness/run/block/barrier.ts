// Where the members of a block wait for each other. A member that fails leaves, so that the others do not wait for it.

/** Runs rounds of one member at a time: a partner's work must not disturb them. */
export type Exclusively = <Value>(action: () => Promise<Value>) => Promise<Value>;

export interface Barrier<Member, Result> {
  /** Waits until all others are here or have left, then for what `conduct` has for this member. */
  arrive(member: Member): Promise<Result>;
  /** Of a member that does not come, or came and went: said once for each member, in any case. */
  leave(id: string): void;
}

/** `conduct` is called once, with those that came in the order in which they came; it answers for each of them. */
export function openBarrier<Member extends { readonly id: string }, Result>(
  expected: readonly string[],
  conduct: (members: readonly Member[]) => Promise<ReadonlyMap<string, Result>>,
): Barrier<Member, Result> {
  const missing = new Set(expected);
  const waiting: { member: Member; resolve: (result: Result) => void; reject: (error: unknown) => void }[] =
    [];

  const conductWhenComplete = (): void => {
    if (missing.size > 0 || waiting.length === 0) return;
    const present = waiting.splice(0);
    conduct(present.map(({ member }) => member)).then(
      (results) => {
        for (const { member, resolve, reject } of present) {
          const result = results.get(member.id);
          if (result === undefined) reject(new Error(`a barrier without a result for ${member.id}`));
          else resolve(result);
        }
      },
      (error: unknown) => {
        for (const { reject } of present) reject(error);
      },
    );
  };

  return {
    arrive(member) {
      if (!missing.delete(member.id)) throw new Error(`${member.id} is not expected at this barrier`);
      return new Promise<Result>((resolve, reject) => {
        waiting.push({ member, resolve, reject });
        conductWhenComplete();
      });
    },
    leave(id) {
      if (missing.delete(id)) conductWhenComplete();
    },
  };
}

/** First come, first served; a failure of one does not hinder the next. */
export function oneAtATime(): Exclusively {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const mine = last.then(action, action);
    last = mine.catch(() => {});
    return mine;
  };
}
