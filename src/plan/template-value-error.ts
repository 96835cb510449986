/** What an expression reads. */
type Root = 'args' | 'this' | 'batch' | 'batchObjects' | 'headers' | 'jwt' | 'response' | 'constant'

/** A value stood where it can't: a list or an object where only text can, or one that can't be written as it is to be. `root` tells whose it was. */
export class TemplateValueError extends Error {
  override readonly name = 'TemplateValueError'
  readonly root: Root

  constructor(root: Root, message = 'a list or an object stands where only a scalar can') {
    super(message)
    this.root = root
  }
}
