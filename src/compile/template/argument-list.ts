/** The items of a directive's list argument; one value stands for a list of it (specification, section 3.11), and what is absent for none. */
export function argumentList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}
