import { createHash } from 'node:crypto'
import type { Log } from '../../observe/log.ts'
import { type ApiKeys, BEARER_HEADER } from '../../plan/user/authorities.ts'
import { type User, userOf } from '../../plan/user/user.ts'
import { parseJson } from '../../source/json.ts'
import { refuseToken } from '../graphql/refusal.ts'
import type { Authenticate } from './asking.ts'
import { bearerToken } from './bearer-token.ts'

/** What is shorter could be guessed from its hash. */
const SHORTEST_KEY = 20

interface KnownKey {
  readonly user: User
  /** Milliseconds of `Date.now()`. */
  readonly from: number
  readonly until: number
}

/**
 * Users of whom a key tells: the claims beside its hash. How long it takes to find a hash tells nothing of a key, as nobody can choose where
 * the hash of a guess differs. What is no key may still be a token, where `elseToken`.
 */
export function createToldByKey({ header, list }: ApiKeys, elseToken: boolean, log: Log): Authenticate {
  const known = new Map((parseJson(list) as readonly Listed[]).map(each => [each.sha256.toLowerCase(), knownKey(each)]))
  const isBearer = header === BEARER_HEADER
  return ({ incoming: { headers }, requestId }) => {
    const text = headers[header]
    if (typeof text !== 'string') return undefined
    const key = isBearer ? bearerToken(text) : text.trim()
    if (!key) return undefined
    const found = key.length >= SHORTEST_KEY ? known.get(hashOf(key)) : undefined
    if (!found && isBearer && elseToken) return undefined
    const now = Date.now()
    if (found && found.from <= now && now < found.until) return found.user
    log.info({ requestId, why: found ? 'it is not its time' : 'it is not known' }, 'a key is not taken')
    return refuseToken('The API key is not valid.', isBearer ? undefined : 'ApiKey')
  }
}

interface Listed {
  readonly sha256: string
  readonly exp?: number
  readonly nbf?: number
}

function knownKey({ sha256: _, ...claims }: Listed): KnownKey {
  const { nbf = Number.NEGATIVE_INFINITY, exp = Number.POSITIVE_INFINITY } = claims
  return { user: userOf(claims, undefined, 'apiKeys'), from: nbf * 1_000, until: exp * 1_000 }
}

/** Headers come as one character for each byte. */
function hashOf(key: string): string {
  return createHash('sha256').update(key, 'latin1').digest('hex')
}
