/** The extension of a scalar type that code of one's own reads and writes, whatever its values are. */
export const OWN_SCALAR = Symbol('own scalar')
