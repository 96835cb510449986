/** A URL's host as sockets take it: an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1')
}
