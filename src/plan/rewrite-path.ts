const NAME = /^[A-Za-z_$@][\w$@-]*$/

/**
 * A path of JSONPath (RFC 9535), JSON Pointer (RFC 6901), jq or lodash in our notation, as far as it has one; another text as
 * it is.
 */
export function rewritePath(text: string): string {
  const path = text.startsWith('/') ? fromPointer(text) : text
  const rewritten = path
    .replace(/^\$(?=$|[.[])/, '')
    .replace(/\[\*\]/g, '[]')
    .replace(/\.\*(?=$|[.[])/g, '{}')
    .replace(/\["([^"'\\]*)"\]/g, "['$1']")
    .replace(/\.(\d+)(?=$|[.[])/g, '[$1]')
    .replace(/\.(?=\[)/g, '')
    .replace(/^\.(?=.)/, '')
  return rewritten === '' && text !== '' ? '.' : rewritten
}

function fromPointer(text: string): string {
  const segments = text.slice(1).split('/')
  return segments.map(each => segmentOf(each.replaceAll('~1', '/').replaceAll('~0', '~'))).join('')
}

function segmentOf(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`
  return NAME.test(name) ? `.${name}` : `['${name.replace(/['\\]/g, '\\$&')}']`
}
