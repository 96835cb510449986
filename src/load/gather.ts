import DataLoader from 'dataloader'

/** Gathers what is asked one by one in a turn for one call, which answers one value for each, in their order; an Error rejects its own. */
export function gather<Item, Value>(
  call: (items: readonly Item[]) => Promise<readonly (Value | Error)[]>,
): (item: Item) => Promise<Value> {
  const loader = new DataLoader<Item, Value>(call as (items: readonly Item[]) => Promise<(Value | Error)[]>, {
    cache: false,
  })
  return item => loader.load(item)
}
