/** What the gateway writes into the page: JSON in the element `#sluice-config`. */
interface PageConfig {
  /** The text of the first tab, until the reader changes it. */
  readonly defaultQuery?: string
}

/** Reads the gateway's configuration of this page; all of it is optional, as Vite's own server writes none. */
export function readPageConfig(page: Document): PageConfig {
  return JSON.parse(page.querySelector('#sluice-config')?.textContent ?? '{}')
}
