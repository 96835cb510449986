/** A terminal takes control characters for orders, and a document or a server may have said them; lines stay lines. */
export function harmless(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
}
