import type { Report } from '../problem-list.ts'

/** Reports what is wrong with the base URL of an API; the text is not repeated, it may hold a secret. */
export function checkHttpURL(text: string, argument: string, report: Report): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    report(argument, 'the base URL is no absolute http: or https: URL.', 'Write "https://host/path".')
    return
  }
  if (url.username || url.password)
    report(
      argument,
      'the base URL holds credentials, which HTTP does not send that way.',
      'Write basicAuth: { user: "{$env.API_USER}", password: "{$env.API_PASSWORD}" }.',
    )
  if (url.hash) report(argument, 'the base URL has a "#" part, which is never sent.', 'Remove it.')
}
