/** Gives pieces of work their turns, one after the other in the order in which they are asked for. A piece settles as its work does; one that fails keeps nobody from the next. */
export function oneAfterAnother(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
