// One order out of several: what all lists agree on stays, and an earlier list decides where they do not.

/** Each item once. An item comes as soon as every list that has it has come to it. */
export function mergedOrder(lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = [];
  let left = lists.map((list) => [...new Set(list)]);
  for (;;) {
    left = left
      .map((list) => list.filter((item) => !merged.includes(item)))
      .filter((list) => list.length > 0);
    const heads = left.flatMap((list) => list.slice(0, 1));
    const next = heads.find((head) => left.every((list) => list.indexOf(head) <= 0)) ?? heads[0];
    if (next === undefined) return merged;
    merged.push(next);
  }
}
