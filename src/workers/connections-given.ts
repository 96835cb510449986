import type { Worker } from 'node:cluster'

/** A connection as Node gives it to a worker. */
interface Handle {
  /** Does nothing where it is closed. */
  close(): void
}

/** Who was given it last: what a worker does not take Node gives to another one. */
const owners = new WeakMap<Handle, Worker>()

/**
 * Closes a connection that a worker had been given, and had not said to have taken when it ended. Node keeps its own side of it open until the
 * worker says so: the client of one that has ended would wait for ever.
 */
export function closeLastGiven(worker: Worker): void {
  const { process: child } = worker
  const { send } = child
  let last: Handle | undefined
  child.send = ((...args: Parameters<typeof send>) => {
    const handle: unknown = args[1]
    if (isHandle(handle)) {
      owners.set(handle, worker)
      last = handle
    }
    return send.apply(child, args)
  }) as typeof send
  child.once('close', () => {
    if (last && owners.get(last) === worker) last.close()
  })
}

/** Behind a message there may also stand what is to be called once it has been sent. */
function isHandle(given: unknown): given is Handle {
  return typeof given === 'object' && given !== null && 'close' in given
}
