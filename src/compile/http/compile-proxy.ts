import { BlockList, isIP } from 'node:net'
import type { TemplateContext } from '../template/template-context.ts'

type Context = Pick<TemplateContext, 'environment' | 'report'>

/**
 * The proxy through which a URL is asked, by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment, in lower case too; undefined where it is
 * asked directly, as the own machine always is. Reports one that can't be used.
 */
export function compileProxy(url: string | undefined, argument: string, context: Context): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, hostname, port } = new URL(url)
  const names = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  const [name, proxy] = firstOf(names, context)
  if (name === undefined || LOOPBACK.test(hostname)) return undefined
  const usualPort = protocol === 'https:' ? '443' : '80'
  if (isExcepted(hostname, port || usualPort, firstOf(['no_proxy', 'NO_PROXY'], context)[1])) return undefined
  const found = proxy.includes('://') ? proxy : `http://${proxy}`
  if (URL.canParse(found) && /^https?:$/.test(new URL(found).protocol)) return found
  // The text is not repeated, it may hold a password.
  const remedy = 'Set it to http://host:port, or take it away.'
  context.report(argument, `${name} of the environment is no URL of an HTTP proxy.`, remedy)
  return undefined
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/

/** The first variable that says something, and what. */
function firstOf(names: readonly string[], { environment }: Context): readonly [string | undefined, string] {
  const name = names.find(each => Object.hasOwn(environment, each) && environment[each])
  return [name, (name && environment[name]) || '']
}

/** Whether a list such as `example.com,.internal,10.0.0.0/8,host:8080` names a host; a name means those below it too. */
function isExcepted(hostname: string, port: string, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return list
    .split(/[\s,]+/)
    .filter(each => each !== '')
    .some(each => {
      const [, name = '', onlyPort] =
        /^(.*?)(?::(\d+))?$/.exec(isIP(each) === 6 ? `${each}:` : each.toLowerCase()) ?? []
      if (onlyPort !== undefined && onlyPort !== port) return false
      return each === '*' || isNamed(host, name.replace(/:$/, ''))
    })
}

function isNamed(host: string, pattern: string): boolean {
  const [address = '', bits] = pattern.split('/')
  const family = isIP(address)
  if (family === 0) {
    const name = pattern.replace(/^\*?\./, '')
    return name !== '' && (host === name || host.endsWith(`.${name}`))
  }
  if (isIP(host) !== family) return false
  const list = new BlockList()
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  const most = family === 6 ? 128 : 32
  list.addSubnet(address, Math.min(Number(bits ?? most), most), kind)
  return list.check(host, kind)
}
