import type { Report } from '../problem-list.ts'

/** Reports what is wrong with the URL of an API; the text is not repeated, it may hold a secret. `instead` is what to write for credentials. */
export function checkHttpURL(
  text: string,
  argument: string,
  { called, instead }: { readonly called: string; readonly instead: string },
  report: Report,
): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    report(argument, `the ${called} is no absolute http: or https: URL.`, 'Write "https://host/path".')
    return
  }
  if (url.username || url.password)
    report(argument, `the ${called} holds credentials, which HTTP does not send that way.`, instead)
  if (url.hash) report(argument, `the ${called} has a "#" part, which is never sent.`, 'Remove it.')
}
