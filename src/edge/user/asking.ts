import type { User } from '../../plan/user/user.ts'
import type { Soon } from '../../source/soon.ts'
import type { Refusal } from '../graphql/refusal.ts'
import type { Exchange } from '../server/exchange.ts'

/** Of a request, what is needed to know who sends it. */
export type Asking = Pick<Exchange, 'incoming' | 'requestId' | 'account'>

/** Who sends a request: undefined where it does not say; a refusal where what it says is not valid. */
export type Authenticate = (asking: Asking) => Soon<User | undefined | Refusal>
