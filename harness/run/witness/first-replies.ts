// Holds back the first reply of each connection until the server has answered all of them: one that serves them one after the other never gets so far.
export interface FirstReplies {
  /** One more connection has been answered. `pass` is called when all have been: at once, if this is the last one. */
  hold(pass: () => void): void;
  /** A connection is over without an answer: the others wait for nothing any more. */
  giveUp(): void;
  /** The replies that are held back. */
  readonly held: number;
}

export function holdFirstReplies(connections: number): FirstReplies {
  let waiting: (() => void)[] = [];
  let open = false;
  const letAll = (): void => {
    open = true;
    const all = waiting;
    waiting = [];
    for (const pass of all) pass();
  };
  return {
    hold(pass) {
      if (open) return pass();
      waiting.push(pass);
      if (waiting.length === connections) letAll();
    },
    giveUp: letAll,
    get held() {
      return waiting.length;
    },
  };
}
