/** RFC 9110, section 5.5: no control characters, and what a byte can hold. */
export const NOT_IN_HEADER_VALUE = /[^\t\u0020-\u007e\u0080-\u00ff]/
