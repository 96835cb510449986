/** Most texts that are remembered, and the longest. */
const MOST = 256
const LONGEST = 256

/** Reads each text once: headers say the same again and again. What is read depends on nothing but the text, and nobody changes it. */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    const found = known.get(text)
    if (found !== undefined || text.length > LONGEST) return found ?? read(text)
    const value = read(text)
    // Who sends ever new texts makes the others be read again, and nothing more.
    if (known.size >= MOST) known.clear()
    known.set(text, value)
    return value
  }
}
