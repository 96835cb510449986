/** How long a list of a field may be (IBM GraphQL Cost Directive Specification, section 3.2). */
export interface ListSize {
  /** Without any of the arguments; undefined where nothing is known. */
  readonly assumedSize: number | undefined
  /** Arguments that say it. */
  readonly slicingArguments: readonly string[]
  /** The fields of its object whose lists are so long; empty where it is the list itself. */
  readonly sizedFields: readonly string[]
  /** Whether exactly one of the arguments must be given. */
  readonly requiresOne: boolean
  /** Whether a directive says that the arguments bound it, and not only their names: a longer list is an error of its source. */
  readonly isPromised: boolean
}

/** What the arguments of a field say of its list, those that are given. */
export function givenLengths(
  { slicingArguments }: Pick<ListSize, 'slicingArguments'>,
  args: Readonly<Record<string, unknown>> | undefined,
): readonly number[] {
  return slicingArguments.map(name => args?.[name]).filter(value => typeof value === 'number')
}

/** What operations cost. */
export interface Costs {
  /** By coordinates of fields, and by names of types. */
  readonly weights: ReadonlyMap<string, number>
  /** By coordinates of fields. */
  readonly lists: ReadonlyMap<string, ListSize>
}
