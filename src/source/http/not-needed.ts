/** Nobody waits for the answer to a request any more: its time is up. */
export class NotNeeded extends Error {
  override readonly name = 'NotNeeded'

  constructor() {
    super('the request is not needed any more')
  }
}
